import type { Passage } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { DraftGate } from './draft-gate.policy.js';
import { candidatesOf } from './evidence/candidates.policy.js';
import { forQuestion } from './evidence/table-cells.policy.js';
import { BACKUPS, passage, PORTS } from './passages.fixture.js';

const QUESTION = 'How long are daily snapshots kept?';
const passages = [passage(BACKUPS), passage(PORTS, { documentName: 'ports.md', chunkId: 'ports-1' })];

/** A gate where the sentences that hold one of the words are believed to answer. */
function gateFor(words: Readonly<Record<string, string>> = { [QUESTION]: '35 days' }, sources: readonly Passage[] = passages): DraftGate {
  const weighed = Object.entries(words).map(([question, word]) => {
    const evidence = candidatesOf(sources).map((candidate) => ({ candidate, chance: candidate.text.includes(word) ? 0.9 : 0.01 }));
    return { question, evidence, threshold: 0.2 };
  });
  return new DraftGate(weighed, sources);
}

const BOTH = { [QUESTION]: '35 days', 'How often are restores tested, and by whom?': 'quarter' };

/** What is shown after each piece of a draft as it is written. */
function shownAfter(gate: DraftGate, ...pieces: string[]): string[][] {
  let draft = '';
  return pieces.map((piece) => gate.read((draft += piece)));
}

describe('a draft that is being written', () => {
  it('is shown sentence by sentence, each once the next one begins', () => {
    const gate = gateFor(BOTH);
    const shown = shownAfter(gate, 'Daily snapshots are kept for 35', ' days.', ' ', 'Restores', ' are tested every quarter. The team');
    expect(shown).toEqual([[], [], [], ['Daily snapshots are kept for 35 days.'], ['Restores are tested every quarter.']]);
    const whole = 'Daily snapshots are kept for 35 days. Restores are tested every quarter. The platform team tests restores.';
    expect(gate.finish(whole)).toEqual(['The platform team tests restores.']);
  });

  it('is the same in pieces of any size', () => {
    const draft = 'Daily snapshots are kept for 35 days.\n- Restores are tested\n  every quarter.\n\nThe platform team tests restores.';
    const whole = gateFor(BOTH);
    whole.finish(draft);
    for (const size of [1, 3, 7, 20]) {
      const gate = gateFor(BOTH);
      for (let end = 0; end < draft.length; end += size) gate.read(draft.slice(0, end));
      gate.finish(draft);
      expect(gate.shown).toEqual(whole.shown);
    }
    expect(whole.shown).toHaveLength(3);
  });

  it('waits with what is true until a sentence answers, then shows both', () => {
    const gate = gateFor();
    expect(shownAfter(gate, 'Restores are tested every quarter. D', 'aily snapshots are kept 35 days. A')).toEqual([
      [],
      ['Restores are tested every quarter.', 'Daily snapshots are kept 35 days.'],
    ]);
  });

  it.each([
    ['What is the rent a month?', 'The rent a month.', 0],
    ['What is the rent a month?', 'The rent is 1,240 euros a month.', 1],
    ['Is the rent paid a month ahead?', 'The rent is paid a month ahead.', 1],
    ['Is the rent paid a month or a year ahead?', 'The rent is paid a month ahead.', 1],
    ['Which is paid a month ahead, the rent or the fee?', 'The rent is paid a month ahead.', 1],
    ['So is the rent paid a month ahead?', 'The rent is paid a month ahead.', 1],
    ['Sind Hunde im Haus erlaubt?', 'Hunde sind im Haus erlaubt.', 1],
    ['Wer zahlt den Strom, der Mieter oder der Vermieter?', 'Den Strom zahlt der Mieter.', 1],
    ['Les chiens sont-ils permis ?', 'Les chiens sont permis.', 1],
    ['Wer zahlt den Strom?', 'Den Strom zahlt wer.', 0],
  ])('of "%s" shows "%s" where that says more than the question: %d', (question, draft, shown) => {
    const lease =
      'The rent is 1,240 euros a month. The rent is paid a month ahead. Hunde sind im Haus erlaubt. Den Strom zahlt der Mieter. Les chiens sont permis.';
    const said = ['ahead', 'Hunde', 'Strom', 'chiens'].find((word) => draft.includes(word)) ?? '1,240';
    const gate = gateFor({ [question]: said }, [passage(lease)]);
    gate.finish(draft);
    expect(gate.shown).toHaveLength(shown);
  });

  it('waits for a value that is asked for', () => {
    const gate = gateFor();
    expect(shownAfter(gate, 'Daily snapshots are kept. T', 'hey are kept 35 days. A').map(({ length }) => length)).toEqual([0, 2]);
  });

  it('shows what answers one of several questions', () => {
    const gate = gateFor({ [QUESTION]: '35 days', 'Who tests restores?': 'platform' });
    expect(shownAfter(gate, 'Restores are tested by the platform team. D')).toEqual([['Restores are tested by the platform team.']]);
  });

  it.each([
    ['a number of its own', 'Daily snapshots are kept for 90 days. They'],
    ["its neighbour's value", 'Daily snapshots are kept for a year. And'],
    ['a wrong value after a right one', 'They are kept for 35 days. Daily snapshots are kept for a year. So'],
    ['words that no passage has', 'Daily snapshots are kept for 35 days. Paris sings opera. So'],
    ['what is true and was not asked', 'Daily snapshots are kept for 35 days. Restores are tested every quarter. So'],
    ['giving up', 'Daily snapshots are kept for 35 days. The passages do not say more. So'],
    ['a sentence without an end', `Daily ${'snapshots and '.repeat(200)}`],
  ])('ends with %s, of which nothing is shown', (_case, draft) => {
    const gate = gateFor();
    gate.read(draft);
    expect(gate.isClosed).toBe(true);
    expect(gate.finish(`${draft} it goes on. Daily snapshots are kept 35 days.`)).toEqual([]);
    for (const { text } of gate.shown) expect(text).toContain('35 days');
  });

  it.each([
    ['nothing yet', ''],
    ['the number of a step', '1. The'],
    ['a sentence that is not whole', 'Daily snapshots are kept for 90'],
    ['a full stop that may be a decimal point', 'Daily snapshots are kept for 3.'],
    ['a sentence whose value may still come', 'Daily snapshots are kept. They'],
  ])('waits for more after %s', (_case, draft) => {
    const gate = gateFor();
    expect(gate.read(draft)).toEqual([]);
    expect(gate.isClosed).toBe(false);
  });

  it('need not be written where nothing is believed to answer', () => {
    const gate = gateFor({ [QUESTION]: 'opera' });
    expect(gate).toMatchObject({ isHopeless: true, isClosed: true });
    expect(gate.finish('Daily snapshots are kept for 35 days.')).toEqual([]);
  });
});

describe("a draft about a table's cell", () => {
  const question = 'How much is a tyre change for the Model 3?';
  const garage = [passage('Job | Model 3 | Model S\nTyre change | 120 | 150\nService | 340 | 410')];
  const gate = (): DraftGate => {
    const { candidates } = forQuestion(question, candidatesOf(garage));
    return new DraftGate([{ question, threshold: 0.2, evidence: candidates.map((candidate) => ({ candidate, chance: 0.9 })) }], garage);
  };

  it.each(['Tyre change: 120.', 'A tyre change is 120.'])('is shown where it says that cell: %s', (draft) => {
    expect(gate().finish(draft)).toEqual([draft]);
  });

  it.each(['Tyre change: 150.', 'Tyre change: 120 or 150.', 'Tyre change: 150. Tyre change: 120.'])(
    'is not shown where it says another of the row: %s',
    (draft) => {
      expect(gate().finish(draft)).toEqual([]);
    },
  );
});
