import { wordLines } from '../../text/word-lists.js';

/** Each line holds words that exclude each other where both sides say one; a plus sign joins words of one meaning. */
export const EXCLUSIVE = wordLines(`
  above over below+under beneath
  accept reject
  add+insert remove+delete
  advantage+advantages+pro+pros+benefit+benefits disadvantage+disadvantages+con+cons+drawback+drawbacks+risk+risks
  allow+allowed+permit forbid+forbidden+deny+block+ban
  always never sometimes
  before after
  big+large small+little
  brother sister
  buy+purchase sell
  buyer seller
  cheap expensive
  client server
  connect disconnect
  current previous next
  day night
  early late
  employer employee
  enable+enabled+activate disable+disabled+deactivate
  encrypt decrypt
  fast+quick slow
  full incremental
  gain lose
  give receive
  good+great bad+poor
  high low
  hot cold
  husband wife
  import export
  inbound outbound
  incoming outgoing
  increase+raise+grow decrease+lower+reduce+shrink
  input output
  inside outside
  install uninstall
  internal external
  left right
  lend borrow
  local remote
  lock unlock
  login+sign-in logout+sign-out
  love hate
  minimum+min maximum+max
  mother+mom father+dad
  mount unmount
  old new+young
  online offline
  open+opened close+closed shut
  parent child
  past future
  positive negative
  possible impossible
  primary secondary
  public private
  push pull
  read write
  safe unsafe+dangerous
  send receive
  son daughter
  source target+destination
  start+begin+launch stop+end+finish
  succeed fail
  teacher student
  true false
  up down
  upgrade downgrade
  upload download
  upper lower
  win lose
  winter summer
  with without`);

/** One-sided too, these change the answer: "snapshots" is not "daily snapshots". */
export const STRICT = wordLines(`
  hourly daily weekly monthly quarterly yearly+annual+annually
  legal illegal
  male+men+man+boy+boys female+women+woman+girl+girls
  north south east west
  required+mandatory optional
  still already again
  today yesterday tomorrow`);

/** What a word says within one group of words that exclude each other. */
interface Meaning {
  readonly group: number;
  readonly meaning: string;
}

const MEANINGS = [...EXCLUSIVE, ...STRICT].reduce((found, meanings, group) => {
  for (const meaning of meanings) for (const word of meaning.split('+')) found.set(word, [...(found.get(word) ?? []), { group, meaning }]);
  return found;
}, new Map<string, Meaning[]>());

/** For each group of opposites of which a word is said, which of them are, sorted. */
export function oppositesIn(lower: readonly string[], stems: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const said = new Map<number, Set<string>>();
  lower.forEach((word, at) => {
    for (const { group, meaning } of MEANINGS.get(word) ?? MEANINGS.get(stems[at] ?? '') ?? [])
      said.set(group, (said.get(group) ?? new Set()).add(meaning));
  });
  return new Map([...said].map(([group, meanings]) => [group, [...meanings].sort()]));
}

/** Whether a word of the group on one side only changes the answer as well. */
export function isStrictGroup(group: number): boolean {
  return group >= EXCLUSIVE.length;
}
