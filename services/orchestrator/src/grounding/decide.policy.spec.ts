import type { Passage } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { decide as decideOn, type Decision } from './decide.policy.js';
import { DraftGate } from './draft-gate.policy.js';
import { candidatesOf } from './evidence/candidates.policy.js';
import type { Weighed } from './evidence/evidence-rules.policy.js';
import { BACKUPS, passage, PORTS } from './passages.fixture.js';

const backups = passage(BACKUPS);
const ports = passage(PORTS, { documentName: 'ports.md', chunkId: 'ports-1' });
const QUESTION = 'How long are daily snapshots kept?';

/** Evidence as if the sentences that hold one of the words had this chance, and the others next to none. */
function weighed(question: string, passages: readonly Passage[], word: string, chance: number): Weighed {
  const evidence = candidatesOf(passages)
    .map((candidate) => ({ candidate, chance: candidate.text.includes(word) ? chance : 0.01 }))
    .sort((left, right) => right.chance - left.chance);
  return { question, evidence, threshold: 0.2 };
}

function decide(draft: string, parts: readonly Weighed[], passages: readonly Passage[]): Decision {
  const gate = new DraftGate(parts, passages);
  gate.finish(draft);
  return decideOn(gate);
}

describe('decide', () => {
  it('keeps a draft whose sentences stand in the sentence that is believed', () => {
    const decision = decide('Daily snapshots are kept for 35 days.', [weighed(QUESTION, [backups], '35 days', 0.7)], [backups]);
    expect(decision).toMatchObject({
      answer: 'Daily snapshots are kept for 35 days.',
      nearest: [],
      verdict: { grounded: true, mode: 'generated', answers: 'fully', chance: 0.7 },
    });
    const sentences = decision.verdict.sentences.map(({ status, support }) => [status, support?.quote]);
    expect(sentences).toEqual([['supported', 'Daily snapshots are kept 35 days; weekly a year.']]);
    expect(decision.verdict.sentences[0]?.support).toMatchObject({ start: 0, end: 48 });
  });

  it.each([
    ['sources', 0.7],
    ['nearest', 0.1],
  ])('says of the %s of a PDF on which page they stand, and where on it', (_name, chance) => {
    const lines = [
      [0, 48, 72, 100, 240, 12],
      [49, BACKUPS.length, 72, 114, 200, 12],
    ];
    const sheet = passage(BACKUPS, { documentName: 'a.pdf', page: 3, place: { start: 0, end: BACKUPS.length, pageLabel: 'iii', lines } });
    const { citations, nearest } = decide('', [weighed(QUESTION, [sheet], '35 days', chance)], [sheet]);
    const [cited] = chance > 0.5 ? citations : nearest;
    expect(cited).toMatchObject({ page: 3, pageLabel: 'iii' });
    expect(cited?.boxes?.[0]).toEqual({ page: 3, x: 72, y: 100, width: 240, height: 12 });
  });

  it('refuses where nothing is believed, and calls nothing grounded, however good the draft sounds', () => {
    const decision = decide('Daily snapshots are kept for 35 days.', [weighed(QUESTION, [backups], '35 days', 0.1)], [backups]);
    expect(decision).toMatchObject({
      answer: "The documents don't say.",
      citations: [],
      verdict: { grounded: false, mode: 'refused', answers: 'no' },
    });
    expect(decision.nearest[0]?.excerpt).toContain('35 days');
  });

  it('says of a refusal in another language that what is believed was measured in English', () => {
    const question = 'Wie lange werden die Sicherungen aufbewahrt?';
    const { verdict } = decide('', [weighed(question, [backups], '35 days', 0.1)], [backups]);
    expect(verdict.problems.at(-1)).toMatch(/seems to be German, and .* measured for English questions only/);
  });

  it('gives the believed sentence itself where the draft says something else', () => {
    const decision = decide('Daily snapshots are kept for 90 days.', [weighed(QUESTION, [backups], '35 days', 0.7)], [backups]);
    expect(decision.verdict).toMatchObject({ grounded: true, mode: 'extractive', answers: 'fully' });
    expect(decision.verdict.problems).toContain('"90 days" is not in the sources');
    expect(decision.answer).toMatch(/^Daily snapshots are kept 35 days/);
  });

  it('gives the believed sentence where the draft is true and answers something else', () => {
    const decision = decide('Restores are tested every quarter.', [weighed(QUESTION, [backups], '35 days', 0.7)], [backups]);
    expect(decision.verdict.mode).toBe('extractive');
    expect(decision.answer).toContain('35 days');
  });

  it('quotes a row of a table with the names of its columns, and leads to the row', () => {
    const prices = passage('Room | Weekday | Weekend\nSuite | 120 | 150\nDouble | 80 | 95');
    const decision = decide('', [weighed('What does a suite cost?', [prices], 'Suite', 0.7)], [prices]);
    expect(decision.answer).toBe('Room: Suite, Weekday: 120, Weekend: 150 [backups.md]');
    expect(decision.verdict.sentences[0]?.support).toMatchObject({ quote: 'Suite | 120 | 150' });
  });

  it("takes the model's word that there is no answer, unless a sentence speaks clearly against it", () => {
    const draft = 'The passages do not say how long snapshots are kept.';
    expect(decide(draft, [weighed(QUESTION, [backups], '35 days', 0.4)], [backups]).verdict.mode).toBe('refused');
    expect(decide(draft, [weighed(QUESTION, [backups], '35 days', 0.9)], [backups]).verdict.mode).toBe('extractive');
  });

  it('says which of several questions stays open, and does not call that grounded', () => {
    const open = 'Who sings opera?';
    const parts = [weighed(QUESTION, [backups, ports], '35 days', 0.7), weighed(open, [backups, ports], 'opera', 0.7)];
    const decision = decide('Something of its own.', parts, [backups, ports]);
    expect(decision.verdict).toMatchObject({ grounded: false, mode: 'extractive', answers: 'partly' });
    expect(decision.answer).toContain(`The documents don't say: ${open}`);
  });

  it('takes no draft of which a sentence cannot be checked', () => {
    const decision = decide('Yes. Daily snapshots are kept 35 days.', [weighed(QUESTION, [backups], '35 days', 0.7)], [backups]);
    expect(decision.verdict.mode).toBe('extractive');
    expect(decision.verdict.problems).toContain('"Yes." cannot be checked');
  });

  it('keeps what is borne out before a sentence that is not, which is left out', () => {
    const draft = 'Daily snapshots are kept for 35 days. They are kept in 90 places.';
    const decision = decide(draft, [weighed(QUESTION, [backups], '35 days', 0.7)], [backups]);
    expect(decision.answer).toBe('Daily snapshots are kept for 35 days.');
    expect(decision.verdict).toMatchObject({ grounded: true, mode: 'generated', answers: 'fully' });
    expect(decision.verdict.problems).not.toEqual([]);
    expect(decision.verdict.sentences).toHaveLength(1);
  });

  it('completes a draft that answers one of two questions with the sentence that is believed to answer the other', () => {
    const parts = [
      weighed(QUESTION, [backups, ports], '35 days', 0.7),
      weighed('On which port is the cache?', [backups, ports], '8899', 0.7),
    ];
    const decision = decide('Daily snapshots are kept for 35 days.', parts, [backups, ports]);
    expect(decision.answer).toMatch(/^Daily snapshots are kept for 35 days\. .*8899.* \[ports\.md\]$/);
    expect(decision.verdict).toMatchObject({ grounded: true, mode: 'generated', answers: 'fully' });
    expect(decision.citations.map(({ documentName }) => documentName)).toEqual(['backups.md', 'ports.md']);
  });
});
