import { wordLines } from '../../text/word-lists.js';
import { stem } from './stems.js';

/** Everyday words that ask for the same thing in most questions. They are evidence for the model, not a rule. */
export const SYNONYMS = wordLines(`
  advantage benefit pro
  advice suggestion tip
  aim goal purpose
  allow permit
  alter change edit modify
  answer reply response
  app application
  appear look seem
  approach method technique
  ask inquire
  assist help support
  attorney lawyer
  automobile car vehicle
  avoid prevent
  back-up backup
  begin commence launch start
  best good great ideal nice top
  better enhance improve
  big huge large
  bill invoice
  boost increase raise
  build create make produce
  business company firm
  buy get obtain order purchase
  cancel terminate
  cause reason
  cellphone mobile smartphone
  charge cost fee price
  check verify
  child kid
  choose pick select
  close near
  component part
  comprehend understand
  computer pc
  con disadvantage downside drawback
  connect link
  contact reach
  copy duplicate
  crucial important significant
  currently now presently
  decrease lower reduce
  delete erase remove
  difference distinction
  different various
  difficult hard tough
  directory folder
  discover find locate
  display show
  doctor physician
  easy simple
  educate teach
  employ use utilise utilize
  employee personnel staff
  end finish
  enough sufficient
  error mistake
  extend renew
  fast quick quickly rapid rapidly speedy
  fat weight
  favorite favourite
  film movie
  fix repair resolve solve
  give offer provide supply
  happen occur
  hold keep preserve retain save store
  holiday vacation
  human people
  image photo photograph picture
  internet web
  issue problem trouble
  job work
  kind sort type
  laptop notebook
  learn study
  little small tiny
  live reside
  location place
  maximum most
  mean signify
  need require
  operate run
  opinion think view
  own possess
  passcode password
  pay spend
  phone telephone
  plan schedule
  recover restore
  see visit
  send transmit
  site website`);

const NAMES: ReadonlyMap<string, string> = new Map(
  SYNONYMS.flatMap((line) => line.map((word) => [stem(word), stem(line[0] ?? word)] as const)),
);

/** One name for all words of a group; the stem itself where it is in none. */
export function synonymOf(stemmed: string): string {
  return NAMES.get(stemmed) ?? stemmed;
}
