// Units, money and the calendar: what a number is a number of.

const UNIT_FORMS = `
  % percent per-cent
  usd $ dollar dollars us$
  eur € euro euros
  gbp £ pound pounds sterling
  inr ₹ rupee rupees rs
  jpy ¥ yen
  chf franc francs
  celsius °c centigrade
  fahrenheit °f
  kelvin
  ms millisecond milliseconds msec
  sec second seconds secs
  minute minutes mins
  hour hours hr hrs
  day days
  week weeks wk
  month months
  quarter quarters
  year years yr yrs
  decade decades
  century centuries
  mm millimeter millimeters millimetre millimetres
  cm centimeter centimeters centimetre centimetres
  meter meters metre metres
  km kilometer kilometers kilometre kilometres kms
  mile miles
  inch inches
  foot feet ft
  yard yards
  acre acres
  mg milligram milligrams
  gram grams
  kg kilogram kilograms kilo kilos kgs
  lb lbs
  ounce ounces oz
  ton tons tonne tonnes
  ml milliliter milliliters millilitre millilitres
  liter liters litre litres
  gallon gallons
  bit bits
  byte bytes
  kb kilobyte kilobytes
  mb megabyte megabytes
  gb gigabyte gigabytes gig gigs
  tb terabyte terabytes
  pb petabyte petabytes
  kib
  mib
  gib
  tib
  kbps
  mbps
  gbps
  hz hertz
  khz
  mhz megahertz
  ghz gigahertz
  kw kilowatt kilowatts
  watt watts
  kwh
  volt volts
  amp amps
  mah
  mph
  kmh kph
  px pixel pixels
  calorie calories kcal
  byte-per-second
  rpm
  dpi`;

/** Any form of a unit to its one name. */
export const UNITS: ReadonlyMap<string, string> = new Map(
  UNIT_FORMS.trim()
    .split('\n')
    .flatMap((line) => {
      const forms = line.trim().split(/\s+/u);
      return forms.map((form) => [form, forms[0] ?? form] as const);
    }),
);

/** Letters that are units only right behind a number: "5 m", "20 C", "5G". */
export const SHORT_UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    s: 'sec',
    min: 'minute',
    h: 'hour',
    d: 'day',
    m: 'meter',
    g: 'gram',
    l: 'liter',
    w: 'watt',
    v: 'volt',
    a: 'amp',
    c: 'celsius',
    f: 'fahrenheit',
    k: 'kelvin',
    in: 'inch',
  }),
);

export const MONEY_SIGNS = /^[$€£¥₹]$/u;

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const DAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/** Months and weekdays in full or short, seasons and the days around today. */
export const CALENDAR: ReadonlyMap<string, string> = new Map([
  ...MONTHS.flatMap((month) => [[month, month] as const, [month.slice(0, 3), month] as const]),
  ['sept', 'september'] as const,
  ...DAYS.flatMap((day) => [[day, day] as const, [`${day}s`, day] as const]),
  ...['spring', 'summer', 'autumn', 'winter', 'today', 'yesterday', 'tomorrow', 'tonight', 'christmas', 'easter'].map(
    (time) => [time, time] as const,
  ),
  ['fall', 'autumn'] as const,
]);

/** Names of times that are words of another meaning when they are not capitalised. */
export const CAPITALISED_TIMES: ReadonlySet<string> = new Set(['may', 'march', 'mar', 'fall', 'spring', 'dec', 'jan', 'sep', 'jun', 'oct']);
