// Questions about the documents as such: which there are, what one of them is about, how two differ.
import type { CollectionRequest } from '../../pack/language-pack.js';
import { isSpace, oneOf, withoutEnd } from '../../text/characters.js';
import { Phrases } from '../../text/phrases.js';
import { PlacedWords } from '../../text/placed-words.js';
import { comparedThings } from '../questions/question-parts.js';
import { CONTENT_STOP_WORDS } from '../words/stop-words.js';
import { wordsIn } from '../words/content-words.js';
import {
  BEFORE_NAMES,
  BRIEFLY,
  DOCUMENT_NOUNS,
  LISTING,
  OPENING,
  SAYING,
  SAYING_PLAIN,
  SUMMARIES,
  SUMMARISING,
  TOPICS,
} from './collection-words.js';

const topics = new Phrases(TOPICS);
const briefly = new Phrases(BRIEFLY);
const LONGEST = 40;
const LONGEST_ENDING = 5;
const isMark = oneOf('.,;:?!"');

export function collectionRequest(text: string): CollectionRequest | undefined {
  const said = new PlacedWords(withoutEnd(text, (char) => isMark(char) || isSpace(char)));
  if (said.count === 0 || said.count > LONGEST) return undefined;
  if (asksForList(text)) return { asks: 'list' };
  const sides = comparedThings(text) ?? differing(said);
  if (sides !== undefined) return { asks: 'compare', of: sides.map(nameIn) as [string, string] };
  const end = withoutBriefly(said);
  const summarised = summarisedIn(said, end);
  if (summarised !== undefined) return { asks: 'summary', of: nameIn(summarised) };
  const described = describedIn(said, end);
  return described === undefined ? undefined : { asks: 'about', of: nameIn(described) };
}

/** Every word is about documents as such. "What documents do I need" asks what they say. */
function asksForList(text: string): boolean {
  const lower = wordsIn(text);
  if (lower.length === 0) return false;
  if (topics.lengthAt(lower, 0) === lower.length) return true;
  if (lower.includes('long') || !(namesDocuments(lower) && lower.some((word) => OPENING.includes(word)))) return false;
  // "What did I upload?" is about what is there, "how many files can I upload" isn't.
  const known = lower.includes('did') ? [...LISTING, 'add', 'upload'] : LISTING;
  return lower.every((word) => known.includes(word) || DOCUMENT_NOUNS.includes(word) || CONTENT_STOP_WORDS.has(word));
}

function namesDocuments(lower: readonly string[]): boolean {
  return lower.some((word) => DOCUMENT_NOUNS.includes(word)) || (lower.includes('everything') && lower.includes('uploaded'));
}

/** "How do X and Y differ", "how does X differ from Y". */
function differing(said: PlacedWords): [string, string] | undefined {
  const differ = said.find((word) => word === 'differ');
  if (differ === -1 || said.bareAt(0) !== 'how') return undefined;
  const joint = differ === said.count - 1 ? said.find((word) => word === 'and', 2) : differ;
  if (joint <= 2) return undefined;
  const right = joint === differ ? said.slice(differ + 2, said.count) : said.slice(joint + 1, differ);
  return right === '' ? undefined : [said.slice(2, joint), right];
}

function withoutBriefly(said: PlacedWords): number {
  for (let from = Math.max(1, said.count - LONGEST_ENDING); from < said.count; from += 1) {
    const ending = Array.from({ length: said.count - from }, (_, at) => said.bareAt(from + at));
    if (briefly.lengthAt(ending, 0) === ending.length) return from;
  }
  return said.count;
}

function summarisedIn(said: PlacedWords, end: number): string | undefined {
  const verb = said.find((word) => SUMMARISING.includes(word));
  if (verb !== -1 && verb <= 4 && verb + 1 < end) return said.slice(verb + 1, end);
  if (said.bareAt(0) === 'sum' && said.bareAt(1) === 'up') return said.slice(2, end);
  const noun = said.find((word) => SUMMARIES.includes(word) || word === 'tl;dr');
  if (noun !== -1 && ['of', 'in', 'from', 'for'].includes(said.bareAt(noun + 1))) return said.slice(noun + 2, end);
  return saidBriefly(said, end);
}

/** "Tell me what X says in short." */
function saidBriefly(said: PlacedWords, end: number): string | undefined {
  const what = said.find((word) => word === 'what');
  if (what === -1 || end === said.count || !SAYING.includes(said.bareAt(end - 1)) || end - what < 3) return undefined;
  return said.slice(what + 1, end - 1);
}

/** "What is X about", "what's in X", "what does X say", "tell me about X". */
function describedIn(said: PlacedWords, end: number): string | undefined {
  const [first, second] = [said.bareAt(0), said.bareAt(1)];
  if (/^what['’]s$/u.test(first)) return whatIs(said, 1, end);
  if (first === 'what') return ['are', 'is'].includes(second) ? whatIs(said, 2, end) : whatDoes(said, end);
  const tells = first === 'tell' && second === 'me' && said.bareAt(2) === 'about';
  return tells ? said.slice(3, end) : undefined;
}

function whatIs(said: PlacedWords, start: number, end: number): string | undefined {
  if (said.bareAt(end - 1) === 'about' && end - 1 > start) return said.slice(start, end - 1);
  return ['in', 'inside'].includes(said.bareAt(start)) && end > start + 1 ? said.slice(start + 1, end) : undefined;
}

function whatDoes(said: PlacedWords, end: number): string | undefined {
  const isSaying = ['do', 'does'].includes(said.bareAt(1)) && SAYING_PLAIN.includes(said.bareAt(end - 1));
  return isSaying ? said.slice(2, end - 1) : undefined;
}

/** "The document called team.md" is "team.md". */
function nameIn(phrase: string): string {
  const said = new PlacedWords(phrase);
  const start = said.find((word) => !BEFORE_NAMES.includes(word));
  return start === -1 ? phrase : withoutEnd(said.slice(start, said.count), isMark);
}
