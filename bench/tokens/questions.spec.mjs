import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/steps/steps.mjs';
import { factsIn, questions } from './questions.mjs';

const folder = join(root, 'examples', 'documents');
const texts = readdirSync(folder)
  .filter((name) => !name.endsWith('.pdf'))
  .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/\s+/g, ' '));

describe('questions of two parts', () => {
  it('are forty different ones, and the documents hold each fact', () => {
    expect(new Set(questions.map(({ question }) => question)).size).toBe(40);
    const facts = [...new Set(questions.flatMap(({ facts: both }) => both))];
    expect(facts.filter((fact) => !texts.some((text) => text.includes(fact)))).toEqual([]);
  });

  it('count the facts that an answer holds', () => {
    expect(factsIn('They are kept for 72\nHours; it costs 8 %.', ['72 hours', '9 percent'])).toBe(1);
    expect(factsIn('It costs 9% of the price and lasts 72 hours.', ['72 hours', '9 percent'])).toBe(2);
    expect(factsIn('I do not know.', ['72 hours', '9 percent'])).toBe(0);
  });
});
