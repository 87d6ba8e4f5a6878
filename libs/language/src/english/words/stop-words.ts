// Words that carry little meaning, by what they are. Which of them don't count depends on who reads: the sets below say so.
import { words } from '../../text/word-lists.js';

export const STOP_WORD_GROUPS = {
  amounts: words('long many much often'),
  articles: words('a an the'),
  auxiliaries: words('am are be been being did do does done had has have having is was were'),
  conjunctions: words('and if or so then'),
  contrasts: words('but than'),
  degrees: words('all both each every few more most only other own same such too very yes'),
  demonstratives: words('that these this those'),
  denials: words('no nor not'),
  directions: words('onto over per under via without'),
  documents: words('according document documents file files kind passage passages'),
  fillers: words('actually also ever exactly just please really'),
  modals: words('can could may might must shall should will would'),
  obtaining: words('gets got'),
  ones: words('one ones'),
  others: words('he her him his she'),
  ownership: words('mine ours yours'),
  persons: words('i it its me my our their them they us we you your'),
  places: words('here there'),
  prepositions: words('about as at by for from in into of on to with'),
  questions: words('how what when where which who whom whose why'),
  requests: words('describe explain give say tell'),
  some: words('any some'),
  ways: words('get way ways'),
} as const;

type Group = keyof typeof STOP_WORD_GROUPS;

function allOf(...groups: readonly Group[]): ReadonlySet<string> {
  return new Set(groups.flatMap((group) => [...STOP_WORD_GROUPS[group]]));
}

const GRAMMAR: readonly Group[] = [
  'articles',
  'auxiliaries',
  'conjunctions',
  'demonstratives',
  'modals',
  'persons',
  'places',
  'prepositions',
  'questions',
];

/**
 * What two questions may differ in and still ask the same. Negations, comparisons and persons stay out: a guard reads them. The cache's
 * calibration was measured with exactly these, so a change here needs a new one.
 */
export const QUESTION_STOP_WORDS = allOf(...GRAMMAR, 'fillers', 'ones', 'ownership', 'some', 'ways');

/** What an answer and its evidence may share by chance. Words for documents are in nearly every question about them. */
export const CONTENT_STOP_WORDS: ReadonlySet<string> = new Set(Object.values(STOP_WORD_GROUPS).flat());

/** What ranks nothing in a full-text index, and makes it read most of itself: nearly every passage holds it. */
export const SEARCH_STOP_WORDS = allOf(...GRAMMAR, 'contrasts', 'denials');
