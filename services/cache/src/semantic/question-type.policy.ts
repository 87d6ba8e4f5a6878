import type { Token } from './question-text.policy.js';

const QUANTITIES = new Set('long much many often old far big large tall fast high deep soon well likely'.split(' '));
const WH = new Set('what which who whom whose when where why how'.split(' '));
const AUXILIARIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    be: 'is are am was were isn aren',
    do: 'do does did',
    have: 'has have had',
    can: 'can could',
    will: 'will would',
    should: 'should shall must ought',
    may: 'may might',
  }).flatMap(([kind, forms]) => forms.split(' ').map((form) => [form, kind] as const)),
);
const COMMANDS = new Set(
  'explain describe list name tell give show compare define summarize summarise write create translate find'.split(' '),
);
const KIND_BY_WORDS: ReadonlyMap<string, string> = new Map([
  ['which', 'what'],
  ['whom', 'who'],
  ['what if', 'what if'],
  ['what about', 'what about'],
  ['how come', 'why'],
  ['how to', 'how to'],
]);
const WAY_VERBS = new Set('do does can could'.split(' '));
const WAY_SEEKERS = new Set('i we you one'.split(' '));

/**
 * What kind of answer is asked for: "why", "how", "how long", "who", "what", "whether can", "explain" ... `which` counts as `what`.
 * Two questions of different kinds about one thing have different answers.
 */
export function questionType(tokens: readonly Token[]): string {
  const first = wordAt(tokens, 0);
  const auxiliary = AUXILIARIES.get(first);
  if (auxiliary !== undefined) return `whether ${auxiliary}`;
  const at = tokens.findIndex((token) => WH.has(token.lower));
  const asked = at === -1 ? undefined : whType(tokens, at);
  if (COMMANDS.has(first)) return asked === undefined ? first : `${first} ${asked}`;
  return asked ?? statementType(tokens);
}

function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? '';
}

function statementType(tokens: readonly Token[]): string {
  const auxiliary = tokens.map((token) => AUXILIARIES.get(token.lower)).find((kind) => kind !== undefined);
  return auxiliary === undefined ? 'statement' : `statement ${auxiliary}`;
}

function whType(tokens: readonly Token[], at: number): string {
  const [word, next] = [wordAt(tokens, at), wordAt(tokens, at + 1)];
  const kind = KIND_BY_WORDS.get(`${word} ${next}`) ?? KIND_BY_WORDS.get(word);
  if (kind !== undefined) return kind;
  return word === 'how' ? howType(next, wordAt(tokens, at + 2)) : word;
}

/** "How to", "how do I", "how can we" ask for a way; "how does it" for a mechanism; "how should" for advice. */
function howType(next: string, afterNext: string): string {
  if (QUANTITIES.has(next)) return `how ${next}`;
  if (WAY_VERBS.has(next) && WAY_SEEKERS.has(afterNext)) return 'how to';
  const kind = AUXILIARIES.get(next);
  return kind ? `how ${kind}` : 'how';
}

const TIME_UNITS = new Set('second seconds minute minutes hour hours day days week weeks month months year years'.split(' '));

/** "For how many days" and "how much time" ask how long; the unit asked for is kept apart. */
export function asDuration(tokens: readonly Token[]): { tokens: readonly Token[]; askedUnit: string | undefined } {
  const at = tokens.findIndex((token, index) => token.lower === 'how' && isDuration(tokens, index));
  if (at === -1) return { tokens, askedUnit: undefined };
  const unit = tokens[at + 2]?.lower ?? '';
  const long: Token = { surface: 'long', lower: 'long', opening: false };
  const start = tokens[at - 1]?.lower === 'for' ? at - 1 : at;
  const rest = [...tokens.slice(0, start), tokens[at] as Token, long, ...tokens.slice(at + 3)];
  return { tokens: rest, askedUnit: unit === 'time' ? undefined : unit.replace(/s$/u, '') };
}

function isDuration(tokens: readonly Token[], at: number): boolean {
  const [amount, unit] = [tokens[at + 1]?.lower, tokens[at + 2]?.lower ?? ''];
  return (amount === 'many' && TIME_UNITS.has(unit)) || (amount === 'much' && unit === 'time');
}

/** How many things are asked: question words and question marks. */
export function askedParts(text: string, tokens: readonly Token[]): { marks: number; words: number } {
  return { marks: Math.max(1, (text.match(/\?+/gu) ?? []).length), words: tokens.filter((token) => WH.has(token.lower)).length };
}
