import type { Passage } from '@docmind/contracts';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { Logger } from '@nestjs/common';
import { expect, it, onTestFinished } from 'vitest';
import { passage } from '../passages.fixture.js';
import type { Judged } from '../judge/judge.policy.js';
import { believed } from './evidence-rules.policy.js';
import { EvidenceService } from './evidence.service.js';
import { loadAnswerability } from './load-answerability.js';

const TEXT = 'The hall has 40 seats. The garden has two gates. The cellar has no windows. The roof is new. The stairs are steep.';

/** A judge that says yes to some texts only, and keeps what it read. */
async function weighedWith(odds: (judged: Judged) => number | undefined, ...sources: Passage[]) {
  return weighedFor('How many gates does the garden have?', odds, ...sources);
}

async function weighedFor(question: string, odds: (judged: Judged) => number | undefined, ...sources: Passage[]) {
  const transport = new InProcessTransport();
  onTestFinished(await startFakeServices(new FakeServices(), transport));
  const read: string[] = [];
  const judge = {
    odds: async (judged: Judged) => {
      read.push(judged.text);
      return odds(judged);
    },
  };
  const asker = { context: newRequestContext(), spend: () => undefined };
  const service = new EvidenceService(transport.client, judge, new Logger());
  const [weighed] = await service.weigh([question], sources.length === 0 ? [passage(TEXT)] : sources, asker);
  if (!weighed) throw new Error('nothing was weighed');
  return { read, believed: believed(weighed).map(({ candidate }) => candidate.text), weighed };
}

it('believes what the judge believes, and asks no further then', async () => {
  const { read, believed } = await weighedWith(({ text }) => (text.endsWith('two gates.') ? 6 : -6));
  expect(believed).toEqual(['The garden has two gates.']);
  expect(read.at(-1)).toMatch(/two gates\.$/u);
});

it('believes nothing that the judge does not, and nothing that it had no time for', async () => {
  const { read, believed } = await weighedWith(() => -8);
  expect(believed).toEqual([]);
  expect(read).toHaveLength(3);
});

it('reads on where words believe another sentence too, as the two may disagree', async () => {
  const plans = [2, 3].map((gates) => passage(`Place | Gates\nGarden | ${gates}`, { documentId: `plan-${gates}` }));
  const { read, believed } = await weighedWith(() => 6, ...plans);
  expect(believed).toEqual(['Garden, Gates: 2', 'Garden, Gates: 3']);
  expect(read).toHaveLength(2);
});

it('goes by words and tokens where there is no judge', async () => {
  const { read, weighed } = await weighedWith(() => undefined);
  expect(read).toHaveLength(1);
  expect(weighed.evidence[0]?.candidate.text).toBe('The garden has two gates.');
  expect(weighed.threshold).toBe(loadAnswerability().wordsAndTokens.threshold);
});

it('asks for more where the embedder does not read the language of the question', async () => {
  const german = passage('Der Garten hat zwei Tore. Der Keller hat kein Fenster.');
  const { weighed } = await weighedFor('Wie viele Tore hat der Garten?', () => undefined, german);
  const { wordsAndTokens, otherLanguages } = loadAnswerability();
  expect(weighed.threshold).toBe(otherLanguages.threshold);
  expect(otherLanguages.threshold).toBeGreaterThan(wordsAndTokens.threshold);
});
