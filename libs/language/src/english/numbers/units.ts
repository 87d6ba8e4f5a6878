// Units and money: what a number is a number of.
import { byFirstWord, wordLines, words } from '../../text/word-lists.js';

/** The name of a unit, then its other forms. */
export const UNIT_FORMS = wordLines(`
  acre acres
  amp amps
  bit bits
  byte bytes
  byte-per-second
  calorie calories kcal
  celsius °c centigrade
  century centuries
  cm centimeter centimeters centimetre centimetres
  day days
  decade decades
  dollar $ dollars usd
  dpi
  euro € eur euros
  fahrenheit °f
  foot feet ft
  franc chf francs
  gallon gallons
  gb gigabyte gigabytes gig gigs
  gbps
  ghz gigahertz
  gib
  gram grams
  hour hours hr hrs
  hz hertz
  inch inches
  kb kilobyte kilobytes
  kbps
  kelvin
  kg kilogram kilograms kilo kilos kgs
  khz
  kib
  km kilometer kilometers kilometre kilometres kms
  kmh kph
  kw kilowatt kilowatts
  kwh
  lb lbs
  liter liters litre litres
  mah
  mb megabyte megabytes
  mbps
  meter meters metre metres
  mg milligram milligrams
  mhz megahertz
  mib
  mile miles
  millisecond milliseconds ms msec
  minute minutes mins
  ml milliliter milliliters millilitre millilitres
  mm millimeter millimeters millimetre millimetres
  month months
  mph
  ounce ounces oz
  pb petabyte petabytes
  percent % per-cent
  pound £ gbp pounds sterling
  px pixel pixels
  quarter quarters
  rpm
  rupee ₹ inr rs rupees
  second sec seconds secs
  tb terabyte terabytes
  tib
  ton tons tonne tonnes
  volt volts
  watt watts
  week weeks wk
  yard yards
  year years yr yrs
  yen ¥ jpy`);

/** Any form of a unit to its one name. */
export const UNITS = byFirstWord(UNIT_FORMS);

/** Letters that are units only right behind a number: "5 m", "20 C", "5G". */
export const SHORT_UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'amp',
    c: 'celsius',
    d: 'day',
    f: 'fahrenheit',
    g: 'gram',
    h: 'hour',
    in: 'inch',
    k: 'kelvin',
    l: 'liter',
    m: 'meter',
    min: 'minute',
    s: 'second',
    v: 'volt',
    w: 'watt',
  }),
);

export const MONEY_SIGNS = words('$ £ ¥ € ₹');
export const MONEY_NAMES = words('eur gbp inr rs usd');

/** Counted like a unit where an answer is checked. Two questions about tokens are told apart by their words and numbers. */
export const COUNTED = words('token tokens');
