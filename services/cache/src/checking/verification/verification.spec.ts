// The whole way: the cache as a service, a doubtful pair, and inference as a scripted service on the same transport.
import {
  cacheSemanticCheck,
  cacheSemanticLookup,
  cacheSemanticStore,
  type ChatReply,
  type ChatRequest,
  inferenceChatComplete,
} from '@docmind/contracts';
import { Handles, InProcessTransport, newRequestContext } from '@docmind/messaging';
import { until } from '@docmind/testing';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCacheService } from '../../cache-service.fixture.js';
import { storeRequest } from '../../answers/store-request.fixture.js';
import { SCOPE } from '../../entries/entry/entry.fixture.js';
import { JUDGE_ITEMS, type JudgeItem } from './judge-items.js';

const STORED = 'What is the procedure for getting a parking permit for the staff car park?';
/** Alike, passes every guard, and is beyond the default budget. */
const DOUBTFUL = 'What is the procedure for getting a permit for the staff car park?';
const ANSWER = 'Ask the front desk for the form, have your manager sign it, and bring it back with a copy of the car papers. '.repeat(4);

function itemIn({ messages }: ChatRequest): JudgeItem | undefined {
  const shown = String(messages.at(-1)?.content);
  return JUDGE_ITEMS.find(({ asked, stored }) => shown.includes(JSON.stringify(asked)) && shown.includes(JSON.stringify(stored)));
}

/** @param ofItem what the scripted model says of an item of its self-test, which it passes without it */
async function start(mode: string, verdict: string, ofItem = ({ is }: JudgeItem): string => is) {
  const [asked, items]: [ChatRequest[], JudgeItem[]] = [[], []];
  const transport = new InProcessTransport();

  @Controller()
  class ScriptedInference {
    @Handles(inferenceChatComplete)
    async complete(request: ChatRequest): Promise<ChatReply> {
      const item = itemIn(request);
      if (item) items.push(item);
      else asked.push(request);
      const usage = { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101 };
      const by = { model: request.model, backend: 'scripted' };
      const reply = { id: 'c1', ...by, created: 0, finishReason: 'stop' as const, usage, timeToFirstTokenMs: 1, totalMs: 1 };
      return { ...reply, content: item ? ofItem(item) : verdict };
    }
  }
  @Module({ controllers: [ScriptedInference] })
  class ScriptedModule {}

  const logger = { error: () => undefined, warn: () => undefined, debug: () => undefined };
  const strategy = transport.createServer({ service: 'inference', instance: 'scripted', logger });
  const inference = await NestFactory.createMicroservice(ScriptedModule, { strategy, logger: false, abortOnError: false });
  await inference.listen();
  onTestFinished(() => inference.close());
  await startCacheService({ CACHE_VERIFY: mode }, transport);
  const context = () => newRequestContext({ tenant: 't1' });
  await transport.client.call(cacheSemanticStore, storeRequest({ question: STORED, answer: ANSWER }), context());
  const lookup = (change: object = {}) =>
    transport.client.call(cacheSemanticLookup, { scope: SCOPE, question: DOUBTFUL, ...change }, context());
  return { asked, items, lookup, client: transport.client };
}

describe('a doubtful pair', () => {
  it('is a miss without asking the model, by default', async () => {
    const { asked, lookup } = await start('off', 'same');
    expect(await lookup()).toMatchObject({ result: 'miss', why: expect.stringContaining('budget') });
    expect(asked).toEqual([]);
  });

  it('hits at once on the word of a tested model, which says one word after examples', async () => {
    const { asked, lookup } = await start('sync', 'same');
    expect(await lookup()).toMatchObject({ result: 'miss' });
    await until(async () => (await lookup()).result === 'semantic', 'the model to be tested');
    expect(await lookup()).toMatchObject({ result: 'semantic', question: STORED, why: expect.stringContaining('the model found') });
    expect(asked[0]).toMatchObject({ temperature: 0, max_tokens: 1, logprobs: true });
    expect(asked[0]?.messages.at(-1)?.content).toContain(JSON.stringify(DOUBTFUL));
    await lookup();
    expect(asked).toHaveLength(1);
  });

  it('is a miss now and a hit the next time when the model is asked later', async () => {
    const { asked, lookup } = await start('async', 'same');
    expect(await lookup()).toMatchObject({ result: 'miss' });
    await until(async () => (await lookup()).result === 'semantic', 'the verdict to be kept');
    expect(asked).toHaveLength(1);
  });

  it.each([['different'], ['perhaps']])('stays a miss when the model says "%s"', async (verdict) => {
    const { asked, lookup } = await start('sync', verdict);
    await until(async () => (await lookup(), asked.length > 0), 'the model to be asked');
    expect(await lookup()).toMatchObject({ result: 'miss' });
  });

  it('stays a miss for a caller with a stricter budget, and for what a guard forbids', async () => {
    const { asked, lookup } = await start('sync', 'same');
    await until(async () => (await lookup()).result === 'semantic', 'the model to be asked');
    expect(await lookup({ maxFalseHit: 0.005 })).toMatchObject({ result: 'miss' });
    expect(await lookup({ question: STORED.replace('procedure', 'procedure in 2024') })).toMatchObject({ result: 'miss' });
    expect(asked).toHaveLength(1);
  });

  it('stays a miss where the model says "same" to whatever looks alike: it fails the test, and is not asked', async () => {
    const { asked, items, lookup } = await start('sync', 'same', () => 'same');
    await lookup();
    await until(() => items.length === 3, 'the test to be lost');
    expect(await lookup()).toMatchObject({ result: 'miss' });
    expect(await lookup()).toMatchObject({ result: 'miss' });
    expect([asked.length, items.length]).toEqual([0, 3]);
  });
});

/** Longer, partly alike, and neither says a name or a number. */
const KEPT =
  'Ask the front desk for the parking form, have your manager sign it, and bring it back together with a copy of the car papers.';
const FRESH = 'Download the parking form from the staff pages, fill it in, and send it to the facilities team, who will print your permit.';

describe('a checked hit', () => {
  const check = { tenant: 't1', entry: 'e', question: DOUBTFUL, kept: KEPT, fresh: FRESH };
  const judge = (client: Awaited<ReturnType<typeof start>>['client']) =>
    client.call(cacheSemanticCheck, { ...check, probability: 0.99 }, newRequestContext({ tenant: 't1' }));

  it('that words do not decide is put to the model, which sees the question and both answers', async () => {
    const { asked, client } = await start('async', 'different');
    expect(await judge(client)).toEqual({ verdict: 'wrong' });
    const shown = asked[0]?.messages.at(-1)?.content as string;
    for (const text of [check.question, check.kept, check.fresh]) expect(shown).toContain(JSON.stringify(text));
  });

  it('stays undecided where no model is asked', async () => {
    const { asked, client } = await start('off', 'different');
    expect(await judge(client)).toEqual({ verdict: 'undecided' });
    expect(asked).toEqual([]);
  });
});
