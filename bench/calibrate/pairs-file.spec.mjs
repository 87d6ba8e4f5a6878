import { describe, expect, it } from 'vitest';
import { budgetOf } from './calibrate.bench.mjs';
import { parsePairs, readPairs } from './pairs-file.mjs';

const line = (given) => JSON.stringify({ a: 'one?', b: 'two?', ...given });

describe('labelled pairs', () => {
  it('come in two forms, with a weight where they stand for more than themselves', () => {
    const lines = [
      line({ label: 'same' }),
      '',
      line({ label: 'different', weight: 3 }),
      line({ duplicate: 1 }),
      line({ duplicate: false }),
    ];
    expect(parsePairs(lines.join('\n'), 'f').map(({ same, weight }) => [same, weight])).toEqual([
      [true, 1],
      [false, 3],
      [true, 1],
      [false, 1],
    ]);
  });

  it.each([
    ['{', /line 1: is not JSON/],
    ['[1]', /line 1: is no JSON object/],
    ['{"a": "one?", "label": "same"}', /line 1: "b" is missing/],
    [line({ a: ' ', label: 'same' }), /line 1: "a" must be a text that isn't empty, not " "/],
    [line({}), /line 1: neither "label" nor "duplicate"/],
    [line({ label: 'same', duplicate: 1 }), /both there; one must go/],
    [line({ label: 'equal' }), /"label" must be "same" or "different", not "equal"/],
    [line({ duplicate: 'yes' }), /"duplicate" must be 0, 1, true or false, not "yes"/],
    [line({ label: 'same', weight: 0 }), /"weight" must be a number above 0, not 0/],
    ['', /holds no pairs/],
  ])('refuse %j and say what would be right', (text, message) => {
    expect(() => parsePairs(text, 'pairs.jsonl')).toThrow(message);
  });

  it('name every bad line, up to ten, and the form of a good one', () => {
    const text = [line({ label: 'same' }), ...Array.from({ length: 12 }, () => '{')].join('\n');
    expect(() => parsePairs(text, 'pairs.jsonl')).toThrow(
      /pairs\.jsonl has 12 bad lines; each must be \{"a".*\n {2}line 2: [^]*line 11: [^]*and 2 more/,
    );
    expect(() => readPairs('/nowhere.jsonl')).toThrow(/--pairs \/nowhere\.jsonl can't be read \(ENOENT\)/);
  });

  it('say what makes them the same or not and in which language, where that is known', () => {
    const [first, second] = parsePairs(`${line({ label: 'same' })}\n${line({ label: 'same', why: 'voice', language: 'de' })}`, 'f');
    expect([first, second].map(({ why, language }) => [why, language])).toEqual([
      ['', 'en'],
      ['voice', 'de'],
    ]);
  });

  it.each(['pairs', 'look-alikes-read', 'look-alikes-kept'])('of the repository are labelled, distinct and many: %s', (file) => {
    const pairs = readPairs(new URL(`../cache-quality/${file}.jsonl`, import.meta.url));
    expect(pairs.length).toBeGreaterThanOrEqual(300);
    expect(new Set(pairs.map(({ a, b }) => `${a}\n${b}`)).size).toBe(pairs.length);
    expect(pairs.filter(({ same }) => same).length).toBeGreaterThan(100);
    expect(pairs.filter(({ same }) => !same).length).toBeGreaterThan(100);
  });
});

describe('budget', () => {
  it('is a share, 1 % unless said otherwise', () => {
    expect([budgetOf(undefined), budgetOf('0.05')]).toEqual([0.01, 0.05]);
  });

  it.each(['0', '1', 'five', ' '])('is not %j', (text) => expect(() => budgetOf(text)).toThrow(/above 0 and below 1/));
});
