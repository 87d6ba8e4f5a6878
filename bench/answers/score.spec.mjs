import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readQuestions, sampleOf } from './questions.mjs';
import { Replies } from './replies.mjs';
import { figuresOf, outcomeOf, scored, sharesOf, tableBy } from './score.mjs';

const rent = { id: 'a', kind: 'fact', language: 'en', answer: '£1,145', mustContain: [['1,145']], mustNotContain: ['1,320'] };
const pets = { id: 'b', kind: 'unanswerable-topic', language: 'de', answer: null, mustContain: [] };
const reply = (more) => ({ mode: 'generated', grounded: true, answer: 'The rent is £1145.', found: ['rent: £1,145'], ...more });

describe('the outcome of a question', () => {
  it('is right where each group is met and nothing forbidden is said', () => {
    expect(outcomeOf(rent, reply({}))).toBe('right');
    expect(outcomeOf(rent, reply({ answer: 'The rent is £1,145, the deposit £1,320.' }))).toBe('wrong');
    expect(outcomeOf(rent, reply({ mode: 'refused', answer: '1,145' }))).toBe('refused');
    expect(outcomeOf(pets, reply({ answer: 'No pets.' }))).toBe('answered');
  });

  it('counts what was refused with the answer in hand, and wrong answers that were called grounded', () => {
    const asked = [
      { question: rent, reply: reply({}) },
      { question: rent, reply: reply({ answer: 'Nothing.' }) },
      { question: rent, reply: reply({ mode: 'refused', grounded: false }) },
      { question: rent, reply: reply({ mode: 'refused', grounded: false, found: ['the deposit'] }) },
      { question: pets, reply: reply({ mode: 'refused', grounded: false, found: [] }) },
    ];
    const shares = sharesOf(scored(asked));
    expect(shares).toMatchObject({
      right: { share: 0.25, samples: 4 },
      wrong_but_grounded: { share: 0.25 },
      refused: { share: 0.5 },
      right_but_refused: { share: 0.25 },
      absent_refused: { share: 1, samples: 1 },
    });
    expect(shares).not.toHaveProperty('near_miss_refused');
    expect(figuresOf(scored(asked)).figures.right_low).toBeLessThan(0.25);
    expect(tableBy('language', scored(asked))[1]).toMatch(
      /^en +4: right 1, wrong 1, refused 2, answered 0; grounded without being right 1$/,
    );
  });
});

describe('a sample', () => {
  it('is the same each time and keeps the shares of kinds', () => {
    const all = readQuestions();
    const some = sampleOf(all, 120);
    expect(new Set(some.map(({ id }) => id)).size).toBe(120);
    expect(sampleOf(all, 120)).toEqual(some);
    const share = (list) => list.filter(({ kind }) => kind === 'fact').length / list.length;
    expect(share(some)).toBeCloseTo(share(all), 1);
    expect(sampleOf(all, 1_000)).toBe(all);
  });
});

describe('replies', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'docmind-answers-spec-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return join(path, 'replies.jsonl');
  };

  it('are taken up again after a stop in the middle of a line', () => {
    const path = folder();
    new Replies(path, 'none').add({ engine: 'none', id: 'a' });
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"engine":"none","id":"b`);
    const again = new Replies(path, 'none');
    expect([again.of('a'), again.of('b')]).toEqual([{ engine: 'none', id: 'a' }, undefined]);
    again.add({ engine: 'none', id: 'b' });
    expect(new Replies(path, 'none').of('b')).toEqual({ engine: 'none', id: 'b' });
  });

  it("of another engine are none of this one's", () => {
    const path = folder();
    new Replies(path, 'none').add({ engine: 'none', id: 'a' });
    expect(() => new Replies(path, 'default')).toThrow('holds replies of none, not of default');
  });
});
