import { stem } from './stems.js';

/** Everyday words that ask for the same thing in most questions. They are evidence for the model, not a rule. */
const GROUPS = `
  buy purchase get obtain order
  make create build produce
  begin start commence
  end finish
  quick fast rapid speedy quickly rapidly
  picture photo image photograph
  delete remove erase
  keep retain store save hold preserve
  fix repair solve resolve
  change modify alter edit
  choose select pick
  help assist support
  use utilize employ utilise
  need require
  show display
  allow permit
  big large huge
  small little tiny
  hard difficult tough
  easy simple
  good great best nice ideal top
  favorite favourite
  mobile phone cellphone smartphone
  car automobile vehicle
  film movie
  job work
  company firm business
  cost price fee charge
  pay spend
  earn make
  learn study
  teach educate
  understand comprehend
  happen occur
  get receive
  reach contact
  place location
  kind type sort
  part component
  mean signify
  important significant crucial
  advantage benefit pro
  disadvantage drawback con downside
  difference distinction
  method technique approach
  error mistake
  problem issue trouble
  answer reply response
  ask inquire
  maximum most
  child kid
  people person human
  doctor physician
  lawyer attorney
  weight fat
  improve enhance better
  increase raise boost
  decrease reduce lower
  prevent avoid
  find discover locate
  connect link
  send transmit
  live reside
  look appear seem
  copy duplicate
  backup back-up
  restore recover
  schedule plan
  password passcode
  folder directory
  website site
  app application
  computer pc
  laptop notebook
  internet web
  online internet
  own possess
  enough sufficient
  near close
  reason cause
  purpose goal aim
  currently presently now
  different various
  tip advice suggestion
  rank ranking
  opinion view think
  different difference
  feel feeling
  check verify
  visit see
  invoice bill
  holiday vacation
  staff employee personnel
  begin launch
  cancel terminate
  renew extend
  run operate
  supply provide offer give`;

const NAMES: ReadonlyMap<string, string> = new Map(
  GROUPS.trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.trim().split(/\s+/u);
      return words.map((word) => [stem(word), stem(words[0] ?? word)] as const);
    })
    .reverse(),
);

/** One name for all words of a group; the stem itself where it is in none. */
export function synonymOf(stemmed: string): string {
  return NAMES.get(stemmed) ?? stemmed;
}
