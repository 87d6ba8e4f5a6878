import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAPITALISED_TIMES, CALENDAR } from './numbers/calendar.js';
import { SHORT_UNITS, UNIT_FORMS, UNITS } from './numbers/units.js';
import { AUXILIARY_FORMS, DEGREES, MEASURES } from './questions/question-words.js';
import { COMPARATIVES } from './words/comparatives.js';
import { HE, SHE } from './words/function-words.js';
import { IRREGULAR_FORMS } from './words/irregular-forms.js';
import { affirmedForms, DENIALS, EXCEPTIONS, NEGATING_PREFIXES, RARITIES, REFUSALS } from './words/negation.js';
import { EXCLUSIVE, STRICT } from './words/opposite-words.js';
import { stem, stemByRules } from './words/stems.js';
import { QUESTION_STOP_WORDS, STOP_WORD_GROUPS } from './words/stop-words.js';
import { SYNONYMS } from './words/synonyms.js';
import { tokenise } from './words/tokenise.js';

type List = readonly string[];

const IN_ORDER_OF_VALUE = ['DAYS', 'MONTHS', 'ONES', 'ORDINALS', 'TENS'];
const PARTS_OF_WORDS = ['NEGATING_PREFIXES', 'OPPOSED_ENDINGS', 'OPPOSED_PREFIXES'];

/** Every list that a file of the pack exports, by name; a group of lists is one list a member. */
async function exportedLists(): Promise<{ plain: [string, List][]; lines: [string, readonly List[]][] }> {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<![.]spec)[.]ts$/u.test(file));
  const modules = (await Promise.all(files.map((file) => import(join(import.meta.dirname, file))))) as Record<string, unknown>[];
  const found = modules
    .flatMap((module) => Object.entries(module))
    .filter((entry): entry is [string, object] => entry[1] instanceof Object);
  const groups = found.filter(([, value]) => Object.values(value).every((member) => Array.isArray(member) && !Array.isArray(value)));
  const lists = [
    ...found,
    ...groups.flatMap(([name, group]) => Object.entries(group).map(([key, list]) => [`${name}.${key}`, list] as const)),
  ];
  const arrays = lists.filter((entry): entry is [string, readonly (string | List)[]] => Array.isArray(entry[1]));
  return {
    plain: arrays.filter((entry): entry is [string, List] => typeof entry[1][0] === 'string'),
    lines: arrays.filter((entry): entry is [string, readonly List[]] => Array.isArray(entry[1][0])),
  };
}

const { plain, lines } = await exportedLists();
const byLine = (list: readonly List[]): List => list.map((line) => line.join(' '));
const sorted = (list: List): List => [...list].sort();
const twice = (list: List): List => list.filter((word, at) => list.indexOf(word) !== at);
const inBoth = (...lists: readonly (Iterable<string> | List)[]): List => twice(lists.flatMap((list) => [...new Set(list)]));
/** A word that the tokens of a text never hold is a dead entry. */
const unreachable = (list: List): List =>
  list.filter(
    (word) =>
      tokenise(word)
        .map(({ lower }) => lower)
        .join(' ') !== word,
  );

describe('word lists', () => {
  it('are found', () => {
    expect(plain.map(([name]) => name)).toEqual(
      expect.arrayContaining(['COMPARATIVES', 'STOP_WORD_GROUPS.articles', 'COMMANDS', 'MONTHS']),
    );
    expect(lines.map(([name]) => name)).toEqual(expect.arrayContaining(['EXCLUSIVE', 'IRREGULAR_FORMS', 'SYNONYMS', 'UNIT_FORMS']));
  });

  it.each(plain.filter(([name]) => !IN_ORDER_OF_VALUE.includes(name)))('%s is sorted', (_, list) => expect(list).toEqual(sorted(list)));
  it.each(plain)('%s holds each word once', (_, list) => expect(twice(list)).toEqual([]));
  it.each(plain.filter(([name]) => !PARTS_OF_WORDS.includes(name)))('%s holds what a text can', (_, list) =>
    expect(unreachable(list)).toEqual([]),
  );

  it.each(lines)('%s has its lines sorted, none twice', (_, list) => {
    expect(byLine(list)).toEqual(sorted(byLine(list)));
    expect(twice(byLine(list))).toEqual([]);
  });
  it.each(lines.filter(([name]) => !PARTS_OF_WORDS.includes(name)))('%s holds what a text can', (_, list) => {
    expect(unreachable(list.flat().flatMap((member) => member.split('+')))).toEqual([]);
  });
});

describe('lists that exclude each other', () => {
  it.each([
    ['groups of stop words', Object.values(STOP_WORD_GROUPS)],
    ['kinds of auxiliaries', Object.values(AUXILIARY_FORMS)],
    ['kinds of negation', [DENIALS, EXCEPTIONS, RARITIES, REFUSALS]],
    ['measures and degrees', [MEASURES, DEGREES]],
    ['persons', [HE, SHE]],
    ['units and letters that are units behind a number only', [UNIT_FORMS.flat(), [...SHORT_UNITS.keys()]]],
    ['stop words and what a guard reads', [QUESTION_STOP_WORDS, [...DENIALS, ...EXCEPTIONS, ...RARITIES, ...REFUSALS, ...COMPARATIVES]]],
  ])('%s share no word', (_, lists: readonly Iterable<string>[]) => expect(inBoth(...lists)).toEqual([]));
});

describe('opposites', () => {
  const groups = [...EXCLUSIVE, ...STRICT].map((meanings) => meanings.map((meaning) => meaning.split('+')));

  it('are at least two, and no word says two of them', () => {
    expect(groups.filter((meanings) => meanings.length < 2)).toEqual([]);
    expect(groups.flatMap((meanings) => twice(meanings.flat()))).toEqual([]);
  });

  it('are told apart in one line only', () => {
    const pairs = groups.flatMap((meanings) =>
      meanings.flatMap((one, at) =>
        meanings.slice(at + 1).flatMap((other) => one.flatMap((a) => other.map((b) => sorted([a, b]).join(' ')))),
      ),
    );
    expect(twice(pairs)).toEqual([]);
  });
});

describe('synonyms', () => {
  it('are at least two stems, each in one line', () => {
    expect(SYNONYMS.filter((line) => new Set(line.map(stem)).size < 2)).toEqual([]);
    expect(twice(SYNONYMS.flat().map(stem))).toEqual([]);
  });

  it('have a form that is no stop word, so that they can meet', () => {
    const forms = (word: string): List => [word, `${word}s`, ...IRREGULAR_FORMS.filter(([base]) => base === word).flat()];
    expect(SYNONYMS.flat().filter((word) => forms(word).every((form) => QUESTION_STOP_WORDS.has(form)))).toEqual([]);
  });

  it('are no opposites', () => {
    const opposed = [...EXCLUSIVE, ...STRICT].map((meanings) => meanings.map((meaning) => meaning.split('+')));
    const saidBy = (line: List, meanings: readonly List[]): number =>
      meanings.filter((meaning) => meaning.some((word) => line.includes(word))).length;
    expect(SYNONYMS.filter((line) => opposed.some((meanings) => saidBy(line, meanings) > 1))).toEqual([]);
  });
});

describe('single lists', () => {
  it('irregular forms are those that the rules would miss or not take for participles, each of one word', () => {
    const forms = IRREGULAR_FORMS.flatMap(([base = '', ...others]) => others.map((form) => ({ base, form })));
    const isRegular = (form: string): boolean => /(?:ed|ing|s)$/u.test(form);
    expect(forms.filter(({ base, form }) => isRegular(form) && stemByRules(form) === stem(base))).toEqual([]);
    expect(twice(forms.map(({ form }) => form))).toEqual([]);
  });

  it('negating prefixes are all taken off', () => {
    expect(NEGATING_PREFIXES.filter((prefix) => !affirmedForms(`${prefix}told`).includes('told'))).toEqual([]);
  });

  it('units have one name', () => {
    expect(twice(UNIT_FORMS.flat())).toEqual([]);
    expect([...SHORT_UNITS.values()].filter((name) => UNITS.get(name) !== name)).toEqual([]);
  });

  it('words that are times only with a capital are times', () => {
    expect(CAPITALISED_TIMES.filter((word) => !CALENDAR.has(word))).toEqual([]);
  });
});
