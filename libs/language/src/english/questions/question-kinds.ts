import type { Token } from '../../text/tokens.js';
import { tokenise } from '../words/tokenise.js';
import {
  ANYONE,
  AUXILIARIES,
  COMMANDS,
  MEASURES,
  OPENS_A_WAY,
  QUANTITIES,
  QUESTION_WORDS,
  TIME_UNITS,
  VALUES,
  WAYS,
} from './question-words.js';

/**
 * What kind of answer is asked for: "why", "how", "how long", "who", "what", "whether can", "explain" ... `which` counts as `what`, and
 * "what is the best way to" as "how to"; "what is it for" isn't "what is it". Two questions of different kinds about one thing have different answers.
 */
export function questionType(tokens: readonly Token[]): string {
  const at = tokens.findIndex((token) => QUESTION_WORDS.has(token.lower));
  const first = wordAt(tokens, 0);
  const auxiliary = AUXILIARIES.get(first);
  if (auxiliary !== undefined) return whetherType(tokens, auxiliary);
  if (COMMANDS.includes(first)) return at === -1 ? first : `${first} ${whType(tokens, at)}`;
  return at === -1 ? statementType(tokens) : whType(tokens, at);
}

function statementType(tokens: readonly Token[]): string {
  const kind = tokens.map((token) => AUXILIARIES.get(token.lower)).find((found) => found !== undefined);
  return kind === undefined ? 'statement' : `statement ${kind}`;
}

function wordAt(tokens: readonly Token[], at: number): string {
  return tokens.at(at)?.lower ?? '';
}

/** "Is it possible to" asks whether one can, "do I have to" whether one must. */
function whetherType(tokens: readonly Token[], kind: string): string {
  const opening = tokens
    .slice(0, 5)
    .map((token) => token.lower)
    .join(' ');
  if (/^(?:is|are|would) (?:it|there) (?:be )?(?:possible|a way|any way|ways)\b/u.test(opening)) return 'whether can';
  if (/^(?:do|does) \S+ (?:have|need) to\b/u.test(opening)) return 'whether must';
  return `whether ${kind}`;
}

function whType(tokens: readonly Token[], at: number): string {
  const word = wordAt(tokens, at);
  if (word === 'how') return howType(tokens, at);
  if (word === 'who' || word === 'whom') return asksWhom(tokens, at) ? 'whom' : 'who';
  return word === 'what' || word === 'which' ? whatType(tokens, at) : word;
}

/** "Who did she train" asks for another one than "who trained her"; "whom do I ask" and "who may I ask" for one. */
function asksWhom(tokens: readonly Token[], at: number): boolean {
  return AUXILIARIES.get(wordAt(tokens, at + 1)) === 'do' && !ANYONE.includes(wordAt(tokens, at + 2));
}

function whatType(tokens: readonly Token[], at: number): string {
  const next = wordAt(tokens, at + 1);
  if (next === 'if' || next === 'about') return `what ${next}`;
  if (asksForAWay(tokens.slice(at))) return 'how to';
  if (/^(?:ways?|manner)$/u.test(next)) return 'what way';
  return wordAt(tokens, -1) === 'for' ? 'what for' : 'what';
}

/** "What is the best way to", "which steps do I take to", "what can I do to". */
function asksForAWay(tokens: readonly Token[]): boolean {
  const lower = tokens.slice(0, 9).map((token) => token.lower);
  const way = lower.findIndex((word) => WAYS.includes(word));
  if (way !== -1) return ['to', 'of', 'for', 'i', 'we', 'you'].includes(lower[way + 1] ?? '');
  return /^what (?:can|could|should|do|must) (?:i|we|you|one) do to /u.test(`${lower.join(' ')} `);
}

/** "How to", "how do I", "how can we", "how should one" ask for a way; "how does it" for a mechanism; "how come" for a reason. */
function howType(tokens: readonly Token[], at: number): string {
  const next = wordAt(tokens, at + 1);
  if (QUANTITIES.has(next)) return `how ${next}`;
  if (next === 'come') return 'why';
  if (OPENS_A_WAY.includes(next)) return 'how to';
  const kind = AUXILIARIES.get(next);
  if (kind === undefined) return 'how';
  return isActiveWay(kind, next, wordAt(tokens, at + 2)) || isPassiveWay(kind, tokens.slice(at + 2)) ? 'how to' : `how ${kind}`;
}

function isActiveWay(kind: string, auxiliary: string, subject: string): boolean {
  return ['do', 'can', 'should', 'will'].includes(kind) && auxiliary !== 'did' && ANYONE.includes(subject);
}

/** "How can a file be restored". */
function isPassiveWay(kind: string, rest: readonly Token[]): boolean {
  return kind === 'can' && rest.some((token) => token.lower === 'be');
}

const LOOSE: ReadonlySet<string> = new Set(['whether be', 'whether do', 'whether can', 'whether have']);

/** Kinds that often ask the same in two ways ("does it", "can it"): no reason to forbid, though no sign of the same question either. */
export function mayAskTheSame(left: string, right: string): boolean {
  return left === right || (LOOSE.has(left) && LOOSE.has(right));
}

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
  return (amount === 'many' && TIME_UNITS.includes(unit)) || (amount === 'much' && unit === 'time');
}

const POLITE = [
  /^please /u,
  /^(?:can|could|would|will) (?:you|anyone|anybody|someone|somebody) (?:please )?(?:tell|explain|show) (?:to )?(?:me|us) (?=what|which|who|when|where|why|how)/u,
  /^(?:do you know|does anyone know|i want to know|i would like to know|i am wondering|tell me|explain to me) (?=what|which|who|when|where|why|how)/u,
];

/** Leaves out how politely it is asked: "could you tell me how" asks how. */
export function withoutPoliteness(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens;
  for (const form of POLITE) {
    const opening = rest
      .slice(0, 9)
      .map((token) => token.lower)
      .join(' ');
    const said = form.exec(`${opening} `)?.[0];
    if (said !== undefined) rest = rest.slice(said.trim().split(' ').length);
  }
  return rest;
}

/** What else is asked: question marks, and the question words beside the one the type is named by ("... and why"). */
export function askedParts(text: string, tokens: readonly Token[], type: string): { marks: number; more: readonly string[] } {
  const asked = tokens.filter((token) => QUESTION_WORDS.has(token.lower)).map(({ lower }) => (lower === 'which' ? 'what' : lower));
  return { marks: Math.max(1, (text.match(/\?+/gu) ?? []).length), more: asked.slice(type.startsWith('whether') ? 0 : 1).sort() };
}

/** Undefined unless only a number or a date can be the answer; with the name of the value where the question says it: "port". */
export function valueAsked(text: string): { readonly named: string | undefined } | undefined {
  const lower = tokenise(text).map((token) => token.lower);
  const named = lower.flatMap((word, at) => (word === 'what' || word === 'which' ? (valueNamed(lower, at + 1) ?? []) : []))[0];
  const isMeasured = lower.some((word, at) => word === 'how' && MEASURES.includes(lower[at + 1] ?? ''));
  return named !== undefined || isMeasured ? { named } : undefined;
}

/** "What port", "what is the port", "what is the upload limit". */
function valueNamed(lower: readonly string[], at: number): string | undefined {
  const noun = lower[at] === 'is' && lower[at + 1] === 'the' ? at + 2 : at;
  return [lower[noun], lower[noun + 1]].find((word) => word !== undefined && VALUES.includes(word));
}
