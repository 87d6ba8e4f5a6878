import {
  directionReader,
  earlierFirst,
  giverFirst,
  laterFirst,
  saying,
  takerFirst,
  type Way,
  within,
} from '../../directions/directions.js';
import { stem } from '../words/stems.js';
import { tokenise } from '../words/tokenise.js';
import { AUXILIARIES } from './question-words.js';

/** Stems of less may begin any word. */
const SHORTEST_VERB = 3;
const LONG_STEM = 4;
/** "Was replaced in 2021 by". Without "was" only "by" right behind: "trained Tom by phone". */
const passive = (participles: string): string[] => [
  String.raw`(?:am|is|are|was|were|be|been|being|got) (?:\p{L}+ly )?(?:${participles})${within} by`,
  `(?:${participles}) by`,
];
const ADJUNCTS: ReadonlySet<string> = new Set('after as at before by during for from in into on since to until when while with'.split(' '));
const WAYS: readonly Way[] = [
  earlierFirst(saying(...passive('followed|replaced|succeeded|superseded'), "['’]s? (?:replacement|successor)", 'predecessor (?:of|to)')),
  laterFirst(saying("['’]s? predecessor", '(?:replacement|successor) (?:for|of|to)')),
  earlierFirst(saying('hand(?:s|ed|ing)? (?:\\p{L}+ ){0,4}?over to', 'ma(?:de|kes?) way for', 'preced(?:es?|ed|ing)')),
  laterFirst(
    saying(
      'follow(?:s|ed|ing)?|replac(?:es?|ed|ing)|succeed(?:s|ed|ing)?|supersed(?:es?|ed|ing)',
      't(?:akes?|ook|aken|aking) (?:\\p{L}+ ){0,4}?over (?:\\p{L}+ ){0,4}?from',
      't(?:akes?|ook|aken|aking) the (?:place|seat|role) of',
      '(?:came|comes?) after',
    ),
  ),
  giverFirst(saying('(?:gave|gives?|given|giving)|sells?|sold|selling|lends?|lent|donat(?:es?|ed)')),
  takerFirst(saying('(?:bought|buys?|buying)|g[eo]ts?|receiv(?:es?|ed)|borrow(?:s|ed)?|acquir(?:es?|ed)|inherit(?:s|ed)?')),
];

/** "Who trained Tom?" and "who did Tom train?" ask for the two sides of one verb. */
function waysOfVerb(question: string): Way[] {
  const base = stem(verbAsked(tokenise(question).map(({ lower }) => lower)));
  if (base.length < SHORTEST_VERB) return [];
  const forms = base.length < LONG_STEM ? `${base}(?:e?[ds]?|ing)` : `${base}\\p{L}{0,3}`;
  return [
    { relation: 'verb', before: 'done to', behind: 'doer', said: saying(...passive(forms)) },
    { relation: 'verb', before: 'doer', behind: 'done to', said: saying(forms) },
  ];
}

/** Behind "who", or the last word of "who did Tom train" before what only says where and when; empty where nothing is done. */
function verbAsked([first = '', next = '', ...rest]: readonly string[]): string {
  const auxiliary = AUXILIARIES.get(next);
  if (first !== 'who' && first !== 'whom') return '';
  if (auxiliary === undefined) return next;
  return auxiliary === 'do' ? lastOf(beforeAdjuncts(rest)) : '';
}

function beforeAdjuncts(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word, at) => at > 1 && ADJUNCTS.has(word));
  return end === -1 ? words : words.slice(0, end);
}

const lastOf = (words: readonly string[]): string => words.at(-1) ?? '';

const title = String.raw`(?:(?:[Tt]he|Dr|Mrs?|Ms)\.?\s|\p{Lu}\p{Ll}+\s)*$`;

export const turnedRoundFrom = directionReader(
  {
    ways: WAYS,
    us: saying('we|us|our'),
    from: new RegExp(String.raw`\b[Ff]rom\s${title}`, 'u'),
    to: new RegExp(String.raw`\b[Tt]o\s${title}`, 'u'),
    beside: /\b(?:in|at|on|near|during|since|until|before|after)\s(?:(?:the|early|late)\s)?$/iu,
    titles: /^(?:Mrs|Miss|Lord|Lady|Sir|Prof|Professor|Doctor)$/u,
  },
  waysOfVerb,
);
