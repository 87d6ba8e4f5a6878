// Word lists that the guards read. A word here can only turn a hit into a miss.

export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}

export const STOP_WORDS = words(`
  a an the this that these those of in on at for with about as and or if then so do does did done be is are am was were been being have has had
  having i me my mine we us our ours you your yours one ones it its they them their there here what which who whom whose when where why how can
  could will would shall should may might must to from by into any some please just also really actually exactly ever there's get way ways`);

/** "Not" in its forms counts as one word; the others mean something of their own. */
export const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ...['not', 'no', 'never', 'none', 'nobody', 'nothing', 'nowhere', 'neither', 'nor', 'cannot', 'non', 'impossible', 'unable'].map(
    (word) => [word, 'not'] as const,
  ),
  ...['except', 'excluding', 'exclude', 'besides', 'apart'].map((word) => [word, 'except'] as const),
  ...['hardly', 'barely', 'rarely', 'seldom', 'scarcely'].map((word) => [word, 'rarely'] as const),
  ...['avoid', 'prevent', 'stop', 'fail', 'lack', 'without', 'unless', 'instead', 'quit', 'refuse'].map((word) => [word, word] as const),
]);

/** Prefixes that turn a word into its opposite, where the other question has the word without it. */
export const NEGATING_PREFIXES = ['un', 'in', 'im', 'il', 'ir', 'dis', 'non-', 'non', 'de', 'de-', 'mis', 'anti-', 'anti'];

/** These compare, choose or limit: what is asked for changes with them. "Best" and "good" are told apart by the model, not here. */
export const COMPARATIVES = words(`
  more less most least fewer fewest better worse worst than bigger biggest smaller smallest larger largest higher highest lower lowest faster
  fastest slower slowest older oldest newer newest younger youngest longer longest shorter shortest cheaper cheapest easier easiest harder hardest
  stronger strongest weaker weakest earlier earliest later latest minimum maximum min max at-least at-most only solely all every each both either
  same other others another else enough too first last fully completely partially`);

/** Each line holds words that exclude each other; a plus sign joins words of one meaning. */
const EXCLUSIVE = `
  enable+enabled+activate disable+disabled+deactivate
  start+begin+launch stop+end+finish
  increase+raise+grow decrease+lower+reduce+shrink
  buy+purchase sell
  before after
  allow+allowed+permit forbid+forbidden+deny+block+ban
  open+opened close+closed shut
  above over below+under beneath
  up down
  upper lower
  import export
  encrypt decrypt
  add+insert remove+delete
  install uninstall
  upload download
  upgrade downgrade
  with without
  inside outside
  left right
  gain lose
  accept reject
  push pull
  lock unlock
  connect disconnect
  login+sign-in logout+sign-out
  mount unmount
  give receive
  lend borrow
  send receive
  male+men+man+boy+boys female+women+woman+girl+girls
  husband wife
  mother+mom father+dad
  brother sister
  son daughter
  advantage+advantages+pro+pros+benefit+benefits disadvantage+disadvantages+con+cons+drawback+drawbacks+risk+risks
  positive negative
  good+great bad+poor
  safe unsafe+dangerous
  legal illegal
  possible impossible
  true false
  hot cold
  old new+young
  big+large small+little
  high low
  fast+quick slow
  cheap expensive
  early late
  internal external
  public private
  local remote
  input output
  read write
  source target+destination
  succeed fail
  buyer seller
  employer employee
  teacher student
  required+mandatory optional
  always never sometimes
  current previous next
  past future
  minimum+min maximum+max
  import export
  incoming outgoing
  inbound outbound
  full incremental
  primary secondary
  client server
  parent child
  love hate
  win lose
  import export
  online offline
  day night
  winter summer`;

/** One-sided too, these change the answer: "snapshots" is not "daily snapshots". */
const STRICT = `
  hourly daily weekly monthly quarterly yearly+annual+annually
  north south east west
  legal illegal
  male+men+man+boy+boys female+women+woman+girl+girls
  required+mandatory optional
  still already again
  today yesterday tomorrow`;

/** What a word says within one group of words that exclude each other. */
export interface Meaning {
  readonly group: number;
  readonly meaning: string;
}

const GROUPS = [...EXCLUSIVE.trim().split('\n'), ...STRICT.trim().split('\n')].map((line) => line.trim().split(/\s+/u));
const LENIENT_GROUPS = EXCLUSIVE.trim().split('\n').length;

/** Of each word, what it says in which groups. */
export const OPPOSITES: ReadonlyMap<string, readonly Meaning[]> = GROUPS.reduce((found, meanings, group) => {
  for (const meaning of meanings) for (const word of meaning.split('+')) found.set(word, [...(found.get(word) ?? []), { group, meaning }]);
  return found;
}, new Map<string, Meaning[]>());

/** Whether a word of the group on one side only forbids as well. */
export function isStrictGroup(group: number): boolean {
  return group >= LENIENT_GROUPS;
}

/** Where a word stands after one of these, it plays another part than after the other: "from India", "to India". */
export const ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    from: 'from',
    off: 'from',
    to: 'to',
    into: 'to',
    onto: 'to',
    than: 'than',
    over: 'over',
    under: 'under',
    before: 'before',
    after: 'after',
    by: 'by',
    with: 'with',
    without: 'without',
    against: 'against',
    per: 'per',
    via: 'via',
    through: 'via',
    like: 'like',
  }),
);

export const PAST_AUXILIARIES = words('did was were had');

export const ADVICE = words('should shall must ought');

export const THIRD_PERSONS: ReadonlyMap<string, string> = new Map([
  ...['he', 'him', 'his', 'himself'].map((word) => [word, 'he'] as const),
  ...['she', 'her', 'hers', 'herself'].map((word) => [word, 'she'] as const),
]);
