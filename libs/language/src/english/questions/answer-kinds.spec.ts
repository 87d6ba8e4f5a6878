import { describe, expect, it } from 'vitest';
import { answerKindOf, holdsKind } from './answer-kinds.js';

describe('the kind of thing that is asked for', () => {
  it.each([
    ['When does the gate close?', 'time'],
    ['Since when is it open?', 'time'],
    ["When's the gate closed?", 'time'],
    ['Does my ticket count when I come back later?', undefined],
    ['When he left, what did he take?', undefined],
    ['How much is the fee when it is paid late?', 'amount'],
    ['Who signed it?', 'person'],
    ['Why was it closed?', 'reason'],
    ['Where is it kept?', 'place'],
    ['Is it closed?', undefined],
  ])('%s: %s', (question, kind) => expect(answerKindOf(question)).toBe(kind));

  it.each([
    ['time', 'The gate opens at 7:30.'],
    ['time', 'In the 1870s it was rebuilt.'],
    ['time', 'Rome fell in 476, the last emperor was a boy.'],
    ['time', 'The roof (1998) is of slate.'],
    ['time', 'It is returned within two weeks.'],
    ['amount', 'It took almost a month.'],
    ['amount', 'Dozens came.'],
    ['person', 'Lenin asserted it.'],
    ['person', 'It was found by geographic scholars and explorers.'],
    ['person', 'The landlord keeps the roof and the outer walls in repair.'],
    ['person', 'Plots are handed out by the secretary.'],
    ['reason', 'It was closed for lack of money.'],
    ['reason', 'No prawns: Hanna gets a rash.'],
    ['reason', 'Why it fell is not known.'],
  ] as const)('%s is held by: %s', (kind, sentence) => expect(holdsKind(kind, sentence, 0)).toBe(true));

  it.each([
    ['time', 'The gate is of oak.'],
    ['time', '| Denise Okafor | customer service | 110 | 3010 |'],
    ['amount', 'The stairs are steep.'],
    ['person', 'The proposal was rejected.'],
    ['person', 'Daily snapshots are kept 35 days; weekly a year.'],
    ['person', 'The paper is kept in the drawer under the counter.'],
    ['reason', 'Lead glazes are banned in the studio.'],
  ] as const)('%s is not held by: %s', (kind, sentence) => expect(holdsKind(kind, sentence, 0)).toBe(false));
});
