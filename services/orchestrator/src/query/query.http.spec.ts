import { cacheSemanticLookup, cacheTextsEmbed, inferenceChatStream } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { BACKUPS, post } from '../orchestrator.fixture.js';
import { ask, QUESTION, withBackups } from './query.fixture.js';

/** The model that is configured, at the fake of inference. */
const ANSWERED_BY = { backend: 'fake-backend', model: 'smollm2-135m-instruct' };

describe('POST /query', () => {
  it('answers from the documents, with sources, agents and usage', async () => {
    const { service, fakes } = await withBackups();
    const reply = await ask(service.url);
    expect(reply).toMatchObject({
      answer: 'Daily snapshots are kept for 35 days.',
      sources: [{ documentName: 'backups.md' }],
      cache: { result: 'miss' },
      validation: { grounded: true, mode: 'generated', problems: [] },
      usage: { completion_tokens: 2 },
      engines: [ANSWERED_BY],
    });
    expect(reply.agents.map(({ agent }) => agent)).toEqual([
      'query_router',
      'retrieval_expert',
      'result_synthesizer',
      'response_validator',
    ]);
    expect(fakes.prompts[0]?.messages.at(-1)?.content).toContain(BACKUPS);
    await until(() => fakes.records.length === 1, 'the performance record');
    expect(fakes.records[0]).toMatchObject({ operation: 'query', tokensProcessed: 12, metrics: { cacheResult: 'miss' } });
  });

  it('stops the model once its draft cannot hold any more, and still counts what it spent', async () => {
    const { service, fakes } = await withBackups();
    let written = 0;
    fakes.answer = async function* () {
      for (const piece of ['Daily snapshots are kept for a year. ', 'They ', ...Array.from({ length: 500 }, () => 'and more ')]) {
        written += 1;
        yield piece;
      }
    };
    const reply = await ask(service.url);
    expect(reply).toMatchObject({ validation: { mode: 'extractive', grounded: true }, engines: [ANSWERED_BY] });
    expect(written).toBeLessThan(10);
    expect(reply.usage.completion_tokens).toBeGreaterThan(0);
    expect(reply.usage.prompt_tokens).toBeGreaterThan(20);
  });

  it('answers with the passages themselves when the model picks the neighbouring value', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept for a year.'];
    const reply = await ask(service.url);
    expect(reply.answer).toBe('Daily snapshots are kept 35 days; weekly a year. [backups.md]');
    expect(reply.validation).toMatchObject({ grounded: true, mode: 'extractive', problems: [expect.stringContaining('a year')] });
    const again = await ask(service.url);
    expect(again).toMatchObject({ cache: { result: 'exact' }, validation: { grounded: true, mode: 'extractive' } });
    expect(fakes.stored[0]).toMatchObject({ answer: reply.answer, grounded: true, epoch: 1 });
  });

  it('asks all five agents about several facts, searching in parallel', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept 35 days. Restores are tested by the platform team.'];
    const reply = await ask(service.url, { question: 'How long are daily snapshots kept and who tests restores?' });
    expect(reply.agents.map(({ agent }) => agent)).toEqual([
      'query_router',
      'query_planner',
      'retrieval_expert',
      'result_synthesizer',
      'response_validator',
    ]);
    expect(fakes.searches.map(({ query }) => query)).toEqual(['How long are daily snapshots kept?', 'who tests restores?']);
    expect(reply.validation).toMatchObject({ mode: 'generated', answers: 'fully', problems: [] });
  });

  it('says that nothing was found, without asking the model and without caching it', async () => {
    const { service, fakes } = await withBackups();
    const reply = await ask(service.url, { question: 'Who composed the opera Fidelio?' });
    expect(reply).toMatchObject({
      answer: "The documents don't say.",
      validation: { grounded: false, mode: 'refused', answers: 'no' },
      sources: [],
      engines: [],
    });
    expect(fakes.prompts).toEqual([]);
    expect(fakes.stored).toEqual([]);
  });

  it('answers the second ask from the cache and says why, but not a bypassing one', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url);
    const response = await post(`${service.url}/query`, { question: QUESTION });
    expect(response.headers.get('x-docmind-cache')).toBe('exact');
    expect(await response.json()).toMatchObject({ cache: { result: 'exact', why: expect.any(String) }, agents: [], engines: [] });
    expect((await ask(service.url, { cache: 'bypass' })).cache.result).toBe('bypass');
    expect(fakes.prompts).toHaveLength(2);
    expect(fakes.stored).toHaveLength(1);
  });

  it('takes a broken cache and a broken embedder as a miss and a search by words', async () => {
    const { service, fakes } = await withBackups();
    fakes.fail(cacheSemanticLookup);
    fakes.fail(cacheTextsEmbed);
    const reply = await ask(service.url);
    expect(reply).toMatchObject({ cache: { result: 'miss', why: 'the cache could not be asked' }, validation: { grounded: true } });
    expect(fakes.searches[0]).toMatchObject({ mode: 'text' });
  });

  it('makes one model call of identical questions at the same time', async () => {
    const { service, fakes } = await withBackups();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    fakes.answer = async function* () {
      await gate;
      yield 'Daily snapshots are kept for 35 days.';
    };
    const asked = [ask(service.url), ask(service.url), ask(service.url)];
    await until(() => fakes.lookups.length === 3 && fakes.prompts.length === 1, 'all three to wait for one call');
    release();
    expect(new Set((await Promise.all(asked)).map(({ answer }) => answer)).size).toBe(1);
    expect(fakes.prompts).toHaveLength(1);
  });

  it('asks some of the documents only, caches that apart, and says which name is none', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url);
    await ask(service.url, { documents: ['backups.md'], folders: ['/backups.md/'] });
    expect(fakes.searches[0]).not.toHaveProperty('documentIds');
    expect(fakes.searches[1]).toMatchObject({ documentIds: ['doc-1'], under: ['backups.md'] });
    expect(new Set(fakes.lookups.map(({ scope }) => scope.corpus)).size).toBe(2);
    const openAi = { model: 'docmind', messages: [{ role: 'user', content: QUESTION }], docmind: { folders: ['backups.md'] } };
    expect((await post(`${service.url}/v1/chat/completions`, openAi)).status).toBe(200);
    expect(fakes.searches.at(-1)).toMatchObject({ under: ['backups.md'] });
    for (const [limit, named] of [
      [{ documents: ['backups.md', 'none.md'] }, 'there is no "none.md"'],
      [{ tags: ['none'] }, 'no document fits'],
    ] as const) {
      const refused = await post(`${service.url}/query`, { question: QUESTION, ...limit });
      expect(refused.status).toBe(404);
      expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining(named) as string } });
    }
  });

  it('refuses more than it can queue', async () => {
    const { service, fakes } = await withBackups({ MAX_CONCURRENT_QUERIES: '1', QUERY_QUEUE_LIMIT: '0' });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    fakes.answer = async function* () {
      await gate;
      yield 'Daily snapshots are kept for 35 days.';
    };
    const first = ask(service.url);
    await until(() => fakes.prompts.length === 1, 'the first question to run');
    const second = await post(`${service.url}/query`, { question: 'Who tests restores?' });
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
    release();
    await first;
  });

  it.each([
    ['an empty question', { question: '  ' }, 'question: must not be empty'],
    ['an unknown field', { question: 'x', foo: 1 }, 'foo'],
    ['a prompt of 1 MB', { question: 'x'.repeat(1_000_000) }, 'question'],
    ['not JSON', '{nope', 'JSON'],
    ['a bad session id', { question: 'x', sessionId: '../x' }, 'sessionId'],
  ])('refuses %s with 400', async (_case, body, named) => {
    const { service } = await withBackups();
    const response = await post(`${service.url}/query`, body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message).toContain(named);
  });

  it('answers from the documents alone while inference is down or takes too long, says so, and keeps no such answer', async () => {
    const { service, fakes } = await withBackups({ QUERY_TIMEOUT_MS: '1000' });
    fakes.fail(inferenceChatStream);
    const down = { agent: 'result_synthesizer', reason: 'inference.chat.stream is down' };
    expect(await ask(service.url)).toMatchObject({ validation: { mode: 'extractive', grounded: true }, degraded: [down] });
    fakes.faults.clear();
    fakes.answer = async function* (_request, signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield '';
    };
    expect(await ask(service.url)).toMatchObject({ validation: { mode: 'extractive' }, degraded: [{ agent: 'result_synthesizer' }] });
    expect(fakes.stored).toEqual([]);
    expect((await post(`${service.url}/query`, { question: 'Write a poem' })).status).toBe(504);
  });
});
