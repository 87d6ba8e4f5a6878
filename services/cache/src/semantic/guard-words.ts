// Word lists that the guards read. A word here can only turn a hit into a miss.

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}

export const STOP_WORDS = words(`
  a an the this that these those of in on at for with about as and or if then so do does did done be is are was were been being am have has had
  having i me my mine we us our ours you your yours one it its they them their there here what which who whom whose when where why how can could
  will would shall should may might must to from by into any some please just also really actually exactly ever there's get way ways`);

export const NEGATIONS = words(
  'not no never none neither nor without cannot except unless nobody nothing hardly barely avoid prevent stop fail',
);

export const COMPARATIVES = words(`
  more less most least fewer fewest better worse best worst than bigger biggest smaller smallest larger largest higher highest lower lowest
  faster fastest slower slowest older oldest newer newest younger youngest longer longest shorter shortest cheaper cheapest easier easiest
  harder hardest stronger strongest earlier earliest later latest minimum maximum min max at-least at-most only all every each both either
  same different similar other another else`);

/** Words whose presence on one side only, or whose opposite on the other, changes the answer. */
export const POLAR_WORDS = words(`
  enable disable enabled disabled start stop begin end increase decrease raise lower buy sell before after on off allow forbid allowed forbidden
  permit deny open close opened closed above below first last up down import export encrypt decrypt add remove insert delete install uninstall
  upload download with without over under inside outside left right male female men women boys girls boy girl man woman husband wife mother
  father good bad safe unsafe legal illegal possible impossible true false advantage advantages disadvantage disadvantages pros cons benefit
  benefits risk risks gain lose positive negative hot cold old new big small high low fast slow internal external public private local remote
  input output read write source target accept reject succeed fail push pull lock unlock connect disconnect login logout mount unmount
  hourly daily weekly monthly yearly annual quarterly early late north south east west buyer seller employer employee minimum maximum
  required optional always sometimes often usually still already again current previous next past future now today yesterday tomorrow`);

/** Say which way something goes; where one stands, the order of the words around it matters. */
export const DIRECTIONS = words('from to into onto than by over under before after against versus vs via through between per');

export const PAST_AUXILIARIES = words('did was were had used');

export const ADVICE = words('should shall must ought');

export const THIRD_PERSONS = words('he him his she her hers');

export const UNITS = words(`
  % percent $ € £ ¥ usd eur gbp inr dollar dollars euro euros pound pounds rupee rupees ° celsius fahrenheit kelvin c f
  ms millisecond milliseconds s sec second seconds min minute minutes hour hours h day days week weeks month months year years decade decades
  century centuries mm cm m km meter meters metre metres kilometer kilometers kilometre kilometres mile miles inch inches foot feet yard yards
  mg g kg gram grams kilogram kilograms lb lbs ounce ounces oz ton tons tonne tonnes l ml liter liters litre litres gallon gallons
  bit bits byte bytes kb mb gb tb kib mib gib tib hz khz mhz ghz w kw watt watts volt volts amp amps mph kmh kph`);

/** Times of a calendar, next to numbers the part of a date that is a word. */
export const CALENDAR = words(`
  january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
  monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter`);

const NUMBER_NAMES =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty`
    .trim()
    .split(/\s+/u);

/** "one" is missing: it is a pronoun as often as a number. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ...NUMBER_NAMES.map((name, value) => [name, String(value)] as const).filter(([name]) => name !== 'one'),
  ...['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((name, at) => [name, String((at + 3) * 10)] as const),
  ['hundred', '100'],
  ['thousand', '1000'],
  ['million', '1000000'],
  ['billion', '1000000000'],
  ['twice', '2'],
  ['double', '2'],
  ['half', '1/2'],
  ['dozen', '12'],
]);
