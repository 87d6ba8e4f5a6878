// "Where are they stored?": what "they" stands for.
import type { Standing } from '../../pack/language-pack.js';
import { namesIn } from '../words/names.js';
import { AUXILIARIES } from '../questions/question-words.js';
import { OWNERS, PERSONS, THINGS } from './follow-up-words.js';
import { bare, joined } from './join.js';
import type { Frame, Part } from './question-frame.js';

interface Reference {
  readonly at: number;
  readonly word: string;
  readonly owns: boolean;
}

/** The question with what its "it", "they" or "his" stands for; undefined where it refers to nothing. */
export function resolved(frame: Frame, before: Frame, answer: string | undefined): Standing | undefined {
  const references = referencesIn(frame).filter((reference) => !standsForNothingBefore(frame, reference));
  if (references.length === 0) return undefined;
  const own = ownAntecedent(frame, references);
  if (own !== undefined) return { is: 'rewritten', text: own };
  const meant = antecedentOf(references, before, answer);
  if (meant === undefined && asksWhoSomebodyIs(before) && references.every(({ word }) => word === 'it'))
    return { is: 'alone', text: frame.text };
  if (meant === undefined || isEvent(frame, references)) return { is: 'guessed', text: joined(before, frame.text) };
  return { is: 'rewritten', text: withReferences(frame, references, meant) };
}

/** "And his email?" after "What's the phone number of the caretaker?" */
export function ownedBy(frame: Frame, before: Frame): Standing {
  const owner = before.things.at(-1);
  if (owner === undefined) return { is: 'guessed', text: joined(before, frame.text) };
  const owned = bare(frame.words.slice(1, frame.words.count));
  return { is: 'rewritten', text: `What is ${possessive(bare(before.textOf(owner)))} ${owned}?` };
}

function referencesIn(frame: Frame): Reference[] {
  return frame.parts.flatMap((part): Reference[] => {
    const word = frame.words.bareAt(part.start);
    if (part.kind === 'thing' && OWNERS.includes(word)) return [{ at: part.start, word, owns: true }];
    if (part.kind !== 'pronoun' || !(THINGS.includes(word) || PERSONS.includes(word))) return [];
    return isJoint(frame, part) ? [] : [{ at: part.start, word, owns: false }];
  });
}

/**
 * "Is it allowed to smoke?" speaks of nothing; "do dogs need their papers?" and "who runs the bar, and when does it open?" speak of what they name
 * themselves.
 */
function standsForNothingBefore(frame: Frame, { at, word, owns }: Reference): boolean {
  if (word === 'it' && isEmptyIt(frame.text)) return true;
  const named = frame.parts.some(({ kind, start }) => kind === 'thing' && start < at && !OWNERS.includes(frame.words.bareAt(start)));
  if (!named) return false;
  const between = frame.words.slice(0, at);
  return owns || /[.?!;]\s|\b(?:and|but|if|or|when)\s/iu.test(between);
}

/** What is allowed, takes long, costs or matters comes after the verb. */
const EMPTY_IT = /\bit\b.*?\s(?:to\s(?!(?:an?|the|my|our|your|his|her|their|this|that)\s)\p{Ll}+|if|that|whether)\b/iu;
const OF_AN_ACT =
  /\b(?:how (?:far|long|much)|allowed|better|costs?|easy|enough|forbidden|hard|legal|matters?|necessary|ok|okay|permitted|possible|required|safe|takes?|worth)\b/iu;

function isEmptyIt(text: string): boolean {
  return (EMPTY_IT.test(text) && OF_AN_ACT.test(text)) || /\b(?:what time|how late) is it\s?\??$/iu.test(text);
}

/** "The rule that dogs must be led": no reference but a joint. */
function isJoint(frame: Frame, part: Part): boolean {
  const at = frame.parts.indexOf(part);
  const [last, next] = [frame.parts[at - 1], frame.parts[at + 1]];
  if (frame.words.bareAt(part.start) !== 'that') return false;
  return last?.kind === 'thing' && next !== undefined && next.kind !== 'preposition';
}

/** "The modem, how do I reset that?" names it itself. */
function ownAntecedent(frame: Frame, [first]: readonly Reference[]): string | undefined {
  const [named] = frame.parts;
  if (named?.kind !== 'thing' || first === undefined || first.owns || first.at < named.end) return undefined;
  if (!frame.words.slice(0, named.end).endsWith(',')) return undefined;
  const { words } = frame;
  return bare([words.slice(named.end, first.at), bare(words.slice(0, named.end)), words.slice(first.at + 1, words.count)].join(' ')) + '?';
}

/** "When was that?": a thing that happened, which no noun phrase names. */
function isEvent({ words }: Frame, references: readonly Reference[]): boolean {
  return references.some(
    ({ at, word }) => ['that', 'this'].includes(word) && at === words.count - 1 && AUXILIARIES.has(words.bareAt(at - 1)),
  );
}

function antecedentOf(references: readonly Reference[], before: Frame, answer: string | undefined): string | undefined {
  const isPerson = references.some(({ word }) => PERSONS.includes(word) && !THINGS.includes(word));
  const asksWho = ['who', 'whom', 'whose', 'which'].includes(before.words.bareAt(0));
  if (isPerson && asksWho) return personIn(answer);
  const [topic] = before.things;
  // "It" is no chair of a committee.
  if (asksWho && !isPerson && isRole(before, topic)) return undefined;
  // "Which plan includes support?": what is meant may be the plan, which only the answer names.
  if (topic === undefined || before.words.bareAt(0) === 'which') return undefined;
  return bare(before.textOf(before.widened(topic)));
}

function asksWhoSomebodyIs(before: Frame): boolean {
  return before.words.bareAt(0) === 'who' && AUXILIARIES.get(before.words.bareAt(1)) === 'be';
}

/** "Who is the treasurer?" asks by what somebody does. */
function isRole(before: Frame, topic: Part | undefined): boolean {
  return topic !== undefined && AUXILIARIES.get(before.words.bareAt(1)) === 'be' && before.parts.indexOf(topic) <= 2;
}

/** The one name that the answer holds. */
function personIn(answer = ''): string | undefined {
  const names = namesIn(`it is ${answer.slice(0, 300)}`);
  const run = names.slice(0, 2).join(' ');
  const whole = answer.includes(run) ? run : names[0];
  return names.length === 0 || names.length > 2 ? undefined : whole;
}

function withReferences({ words }: Frame, references: readonly Reference[], meant: string): string {
  let from = 0;
  const said: string[] = [];
  // "How much did they pay for it?" has one that stands for anybody.
  const counted = references.some(({ word }) => word === 'it') ? references.filter(({ word }) => word !== 'they') : references;
  for (const { at, owns } of counted) {
    said.push(words.slice(from, at), owns ? possessive(meant) : meant);
    from = at + 1;
  }
  said.push(words.slice(from, words.count));
  return `${bare(said.filter((part) => part !== '').join(' '))}?`;
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}
