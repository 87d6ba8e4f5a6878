import { describe, expect, it } from 'vitest';
import { decide } from './decide.policy.js';
import { withDisagreement } from './disagreement.policy.js';
import { DraftGate } from './draft-gate.policy.js';
import { candidatesOf } from './evidence/candidates.policy.js';
import { passage } from './passages.fixture.js';

const QUESTION = 'What is the meal allowance?';

function decided(texts: Readonly<Record<string, string>>, draft = '') {
  const passages = Object.entries(texts).map(([documentName, text]) =>
    passage(text, { documentName, documentId: documentName, chunkId: documentName, documentDate: '2025-05-01T10:00:00.000Z' }),
  );
  const evidence = candidatesOf(passages).map((candidate, at) => ({ candidate, chance: 0.8 - at / 10 }));
  const gate = new DraftGate([{ question: QUESTION, evidence, threshold: 0.3 }], passages);
  gate.finish(draft);
  return withDisagreement(decide(gate), gate.weighed);
}

describe('two documents that disagree', () => {
  it('are both shown, the newer first, and said to disagree', () => {
    const { answer, verdict, citations } = decided({
      'travel-2023.md': 'The meal allowance is 30 euros a day.',
      'travel.md': 'Valid from 1 March 2024. The meal allowance is 35 euros a day.',
    });
    expect(answer).toContain(
      'The documents disagree. travel.md (2024-03-01): "The meal allowance is 35 euros a day." travel-2023.md (2023): "The meal',
    );
    expect(verdict.disagreement?.statements).toMatchObject([
      { documentName: 'travel.md', date: '2024-03-01', dated: 'text' },
      { documentName: 'travel-2023.md', date: '2023', dated: 'name' },
    ]);
    expect(verdict.sentences.map(({ status }) => status)).not.toContain('unsupported');
    expect(citations).toHaveLength(2);
  });

  it('by a "not", dated by when they were read in', () => {
    const { verdict } = decided({ 'a.md': 'Dogs are allowed in the office.', 'b.md': 'Dogs are not allowed in the office.' });
    expect(verdict.disagreement?.statements).toMatchObject([{ date: '2025-05-01', dated: 'read_in' }, {}]);
  });

  it.each([
    ['the same value', { 'a.md': 'The meal allowance is 30 euros a day.', 'b.md': 'The meal allowance is 30 euros per day.' }],
    ['another thing', { 'a.md': 'The meal allowance is 30 euros a day.', 'b.md': 'The hotel costs at most 140 euros a night.' }],
    ['another unit', { 'a.md': 'The meal allowance is paid within 30 days.', 'b.md': 'The meal allowance is paid within 2 weeks.' }],
  ])('not with %s', (_case, texts) => expect(decided(texts).verdict).not.toHaveProperty('disagreement'));

  it('not within one document', () => {
    expect(decided({ 'a.md': 'In Bonn the allowance is 30 euros. In Rome the allowance is 35 euros.' }).verdict).not.toHaveProperty(
      'disagreement',
    );
  });
});
