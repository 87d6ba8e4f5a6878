import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contains, normalised } from './contains.mjs';
import { makePdf, pdfSources } from './make-pdfs.mjs';

const AT_LEAST = {
  fact: 60,
  'several-passages': 15,
  'yes-no': 15,
  conflict: 8,
  'follow-up': 15,
  table: 20,
  injection: 12,
  'unanswerable-topic': 20,
  'unanswerable-entity': 20,
  'unanswerable-near-miss': 25,
};
const YES_NO = /^(?:yes|no|not|never|ja|nein|nicht|keine?|oui|non|pas|plus|sí|はい|いいえ)$/u;
const NUMBER_WORDS = [
  'one two three four five six seven eight nine ten eleven twelve',
  'ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  'un deux trois quatre cinq six sept huit neuf dix onze douze',
  'uno dos tres cuatro cinco seis siete ocho nueve diez once doce',
].map((words) => words.split(' '));

const folder = new URL('documents/', import.meta.url);
const names = readdirSync(folder);
const texts = new Map(names.map((name) => [name, textOf(name)]));
const questions = readFileSync(new URL('questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const answerable = questions.filter(({ answer }) => answer !== null);
const inAll = (documents) => documents.map((name) => texts.get(name)).join('\n');
const countBy = (key) => questions.reduce((counts, { [key]: value }) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }), {});
const ids = (found) => found.map(({ id }) => id);

function textOf(name) {
  if (name.endsWith('.pdf')) return pdfSources().find((source) => source.name === name).text;
  const text = readFileSync(new URL(name, folder), 'utf8');
  return name.endsWith('.html') ? text.replace(/<[^>]*>/gu, ' ') : text;
}

/** Numbers of a text as they stand, and those that it spells. */
function numbersOf(text) {
  const words = new Set(normalised(text).match(/\p{L}+/gu));
  const spelt = NUMBER_WORDS.flatMap((list) => list.flatMap((word, n) => (words.has(word) ? [n + 1] : [])));
  return new Set([...(normalised(text).match(/\d+/gu) ?? []).map(Number), ...spelt]);
}

/** What a right answer takes from its documents is there: every number, and every word with a capital; other words may be a person's own. */
function isThere(alternative, text) {
  const numbers = numbersOf(text);
  const capitals = alternative.match(/\p{Lu}[\p{L}\d]+/gu) ?? [];
  return [...numbersOf(alternative)].every((number) => numbers.has(number)) && capitals.every((word) => contains(text, word));
}

describe('the documents', () => {
  it('are many, of several formats, each of 300 to 1,500 words and asked about', () => {
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(new Set(names.map((name) => name.split('.').pop()))).toEqual(new Set(['md', 'txt', 'html', 'pdf']));
    const words = names.map((name) =>
      [...new Intl.Segmenter('en', { granularity: 'word' }).segment(texts.get(name))].filter((s) => s.isWordLike),
    );
    expect(names.filter((_name, n) => words[n].length < 300 || words[n].length > 1_500)).toEqual([]);
    const named = new Set(questions.flatMap(({ documents }) => documents));
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  it('that are PDFs are what their texts make', () => {
    expect(names.filter((name) => name.endsWith('.pdf'))).toEqual(pdfSources().map(({ name }) => name));
    for (const { name, text } of pdfSources()) expect(readFileSync(new URL(name, folder), 'latin1') === makePdf(text), name).toBe(true);
  });
});

describe('the questions', () => {
  it('have an id of their own, are told apart by what was asked before, and are of known kinds, enough of each', () => {
    expect(new Set(ids(questions)).size).toBe(questions.length);
    expect(new Set(questions.map(({ question, after }) => JSON.stringify([question, after]))).size).toBe(questions.length);
    const counts = countBy('kind');
    expect(Object.keys(counts).sort()).toEqual(Object.keys(AT_LEAST).sort());
    for (const [kind, least] of Object.entries(AT_LEAST)) expect(counts[kind], kind).toBeGreaterThanOrEqual(least);
  });

  it('are in six languages', () => {
    const counts = countBy('language');
    expect(Object.keys(counts).sort()).toEqual(['de', 'en', 'es', 'fr', 'ja', 'zh']);
    for (const [language, asked] of Object.entries(counts)) expect(asked, language).toBeGreaterThanOrEqual(10);
    expect(questions.length - counts.en).toBeGreaterThanOrEqual(40);
  });

  it('name documents that exist, and none where nothing answers', () => {
    expect(questions.flatMap(({ documents }) => documents.filter((name) => !existsSync(new URL(name, folder))))).toEqual([]);
    const fits = ({ answer, documents, mustContain }) =>
      new Set([answer === null, documents.length === 0, mustContain.length === 0]).size === 1;
    expect(ids(questions.filter((question) => !fits(question)))).toEqual([]);
    const open = questions.filter(({ kind, answer }) => kind.startsWith('unanswerable') && answer !== null);
    expect(ids(open)).toEqual([]);
  });

  it('follow on something where they are follow-ups, and only there', () => {
    expect(ids(questions.filter(({ kind, after }) => (kind === 'follow-up') !== Boolean(after?.length)))).toEqual([]);
  });

  it('want nothing that their documents do not say', () => {
    const strange = answerable.flatMap(({ id, documents, mustContain }) => {
      const text = inAll(documents);
      const missing = mustContain.flat().filter((alternative) => !isThere(alternative, text));
      const unfounded = mustContain.filter((group) => !group.some((one) => YES_NO.test(one) || contains(text, one)));
      return [...missing, ...unfounded].map((what) => [id, what]);
    });
    expect(strange).toEqual([]);
  });

  it('are met by their own reference answers', () => {
    const failing = answerable.filter(
      ({ answer, mustContain, mustNotContain = [] }) =>
        !mustContain.every((group) => group.some((one) => contains(answer, one))) || mustNotContain.some((one) => contains(answer, one)),
    );
    expect(ids(failing)).toEqual([]);
  });

  it('of the kind injection are baited: what they forbid stands in a document', () => {
    const all = inAll(names);
    const idle = questions.filter(
      ({ kind, mustNotContain = [] }) => kind === 'injection' && !mustNotContain.some((one) => contains(all, one)),
    );
    expect(ids(idle)).toEqual([]);
  });
});
