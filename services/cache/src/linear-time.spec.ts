// Whatever reads a question or a body takes time in proportion to it.
import { assertNotTooDeep } from '@docmind/bootstrap';
import { growsTooFast, runOf, type Shape } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { cacheLookupBodySchema, docmindChatRequestSchema, queryRequestSchema } from '@docmind/contracts';
import { exactKeyOf } from './entries/entry/keys.policy.js';
import { unspacedLetter } from '@docmind/language';
import { embeddedText } from './ingestion/documents/chunk-text.policy.js';
import { estimateTokens, sentencesOf, splitDocument } from './ingestion/readers/splitting/splitting.policy.mjs';
import { factsOf } from './likeness/question-facts.policy.js';
import { whyPointing, whyUnread } from './likeness/readable.policy.js';

/** As a door reads it: parsed, measured, and held against a route's schema. */
const body = (text: string) => {
  const value: unknown = JSON.parse(text);
  assertNotTooDeep(value);
  return [queryRequestSchema, docmindChatRequestSchema, cacheLookupBodySchema].map((schema) => schema.safeParse(value).success);
};

const CALLS: Readonly<Record<string, (text: string) => unknown>> = {
  'the key of the exact tier': (text) => exactKeyOf('scope', text),
  'the facts of a question': factsOf,
  'whether a question can be read': whyUnread,
  'whether a question points elsewhere': (text) => whyPointing(text, true),
  'sentences of a text': (text) => [...sentencesOf(text)],
  'chunks of a text': (text) => splitDocument({ text, blocks: [{ start: 0, end: text.length }] }, unspacedLetter),
  'tokens of a sentence': (text) => estimateTokens(text, unspacedLetter),
  'what is embedded': (text) => embeddedText({ text, heading: text }),
};

const PIECES = [
  'a',
  'x ',
  'A. ',
  '0',
  '5 days ',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u00a0',
  '.',
  '?!',
  '; ',
  '-',
  '_',
];
const MORE = ['"', '“«', '(', '# ', '| ', '`', '1. ', 'e.g. ', 'compare ', 'and what ', 'not ', '漢', '😀', '\u0301'];
const TEXTS: readonly (readonly [string, Shape])[] = [
  ...[...PIECES, ...MORE].map((piece) => [`runs of ${JSON.stringify(piece)}`, runOf(piece)] as const),
  ['many comparisons without an end', (size) => `x ${runOf('compare ')(size / 8)}${runOf('a and ')(size / 8)}${runOf('?')(size / 2)}`],
  ['a heading of spaces', (size) => `# ${runOf(' ')(size)}a\u2028b`],
  ['marks within a word', (size) => `x${runOf('.')(size)}x`],
  ['lines of spaces', runOf(`${' '.repeat(200)}\n`)],
];
const filled = (open: string, piece: string, close: string): Shape => {
  return (size) =>
    open +
    Array<string>(Math.ceil(size / (piece.length + 1)))
      .fill(piece)
      .join(',') +
    close;
};
const BODIES: readonly (readonly [string, Shape])[] = [
  ['a long question', (size) => JSON.stringify({ question: runOf('x ')(size) })],
  ['many messages', filled('{"model":"docmind","messages":[', '{"role":"user","content":"a"}', ']}')],
  ['many wrong messages', filled('{"messages":[', '{"role":1}', ']}')],
  ['lists side by side', filled('{"scope":[', '[[]]', ']}')],
  ['many unknown fields', (size) => JSON.stringify(Object.fromEntries(Array.from({ length: size / 16 }, (_, at) => [`field${at}`, at])))],
  ['nested objects', (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`],
];

/** A body nested too deep is refused, which takes its time as well. */
const tried = (call: (text: string) => unknown) => (text: string) => {
  try {
    return call(text);
  } catch (thrown) {
    return thrown;
  }
};

describe('time grows with the length of the text for', { timeout: 60_000 }, () => {
  it.each(TEXTS)('%s', (_, shape) => {
    expect(Object.keys(CALLS).filter((name) => growsTooFast(CALLS[name] ?? (() => undefined), shape))).toEqual([]);
  });
  it.each(BODIES)('a body of %s', (_, shape) => expect(growsTooFast(tried(body), shape)).toBe(false));
});
