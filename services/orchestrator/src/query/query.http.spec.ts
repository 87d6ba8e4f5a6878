import { type QueryReply, cacheSemanticLookup, cacheTextsEmbed, inferenceChatStream, persistenceChatAppend } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { REWRITE_SYSTEM_PROMPT } from '../conversation/standalone.policy.js';
import { BACKUPS, orchestratorWithFakes, post, eventsIn, readStream } from '../orchestrator.fixture.js';

const QUESTION = 'How long are daily snapshots kept?';

async function withBackups(environment: Record<string, string> = {}) {
  const started = await orchestratorWithFakes(environment);
  started.fakes.know({ name: 'backups.md', text: BACKUPS });
  started.fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return started;
}

async function ask(url: string, body: Record<string, unknown> = {}): Promise<QueryReply> {
  const response = await post(`${url}/query`, { question: QUESTION, ...body });
  expect(response.status).toBe(200);
  return (await response.json()) as QueryReply;
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

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
    expect(reply.validation).toMatchObject({ mode: 'extractive', grounded: true });
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
    });
    expect(fakes.prompts).toEqual([]);
    expect(fakes.stored).toEqual([]);
  });

  it('answers the second ask from the cache and says why, but not a bypassing one', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url);
    const response = await post(`${service.url}/query`, { question: QUESTION });
    expect(response.headers.get('x-docmind-cache')).toBe('exact');
    expect(await response.json()).toMatchObject({ cache: { result: 'exact', why: expect.any(String) }, agents: [] });
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

  it('keeps a session: history is committed, and a follow-up stands alone before anything is looked up', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url, { sessionId: 's1' });
    const reply = await ask(service.url, { sessionId: 's1', question: 'Thanks! And who tests them?' });
    expect(reply).toMatchObject({ question: 'Thanks! And who tests them?', understoodAs: 'who tests daily snapshots?' });
    expect(fakes.messages.get('s1')?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(fakes.searches.at(-1)?.query).toBe('who tests daily snapshots?');
    expect(fakes.lookups.map(({ question }) => question)).toEqual([QUESTION, 'who tests daily snapshots?']);
    // Its answer rests on no earlier turn, so it is anybody's.
    expect(fakes.lookups.map(({ scope }) => scope.conversation)).toEqual(['', '']);
    const listed = await fetch(`${service.url}/sessions/s1/messages`);
    expect(await listed.json()).toMatchObject({ messages: [{ content: QUESTION }, { role: 'assistant' }, {}, {}] });
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

  it('asks the model what a follow-up means where the rules can only guess', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url, { sessionId: 's1', question: 'Who wrote the backup plan?' });
    fakes.answer = (request) =>
      pieces(request.messages[0]?.content === REWRITE_SYSTEM_PROMPT ? 'When was the backup plan written?' : 'I do not know.');
    const reply = await ask(service.url, { sessionId: 's1', question: 'When was that?' });
    expect(reply.understoodAs).toBe('When was the backup plan written?');
    expect(fakes.lookups[1]?.scope.conversation).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([200_000, 31_000])('answers a question after a turn of %i characters', async (length) => {
    const { service, fakes } = await withBackups();
    const earlier = [
      { role: 'user', content: 'long '.repeat(length / 5) },
      { role: 'assistant', content: 'I see. '.repeat(length / 7) },
    ];
    for (const content of [QUESTION, 'And the weekly ones?', 'Write a poem about it']) {
      const body = { model: 'docmind', messages: [...earlier, { role: 'user', content }] };
      expect((await post(`${service.url}/v1/chat/completions`, body)).status).toBe(200);
    }
    const sizes = fakes.prompts.map(({ messages }) => JSON.stringify(messages).length);
    expect(Math.max(...sizes)).toBeLessThan(8_000);
  });

  it('answers the questions of a session one after another, and others meanwhile', async () => {
    const { service, fakes } = await withBackups();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    fakes.answer = async function* () {
      await gate;
      yield 'Daily snapshots are kept for 35 days.';
    };
    const first = ask(service.url, { sessionId: 's1' });
    await until(() => fakes.prompts.length === 1, 'the first question to run');
    const second = ask(service.url, { sessionId: 's1', question: 'And who tests them?' });
    await until(() => fakes.turns.get('s1')?.length === 2, 'the second question to wait');
    const leaving = new AbortController();
    const third = post(`${service.url}/query`, { question: QUESTION, sessionId: 's1' }, { signal: leaving.signal }).catch(() => undefined);
    await until(() => fakes.turns.get('s1')?.length === 3, 'the third question to wait');
    leaving.abort();
    await until(() => fakes.turns.get('s1')?.length === 2, 'the third question to leave');
    expect(fakes.lookups).toHaveLength(1);
    release();
    await Promise.all([first, third]);
    expect((await second).understoodAs).toBe('who tests daily snapshots?');
    expect(
      fakes.messages
        .get('s1')
        ?.map(({ content }) => content)
        .slice(0, 3),
    ).toEqual([QUESTION, (await first).answer, 'And who tests them?']);
    await until(() => fakes.turns.get('s1')?.length === 0, 'all turns to be left');
  });

  it('fails when the history cannot be kept', async () => {
    const { service, fakes } = await withBackups();
    fakes.fail(persistenceChatAppend);
    expect((await post(`${service.url}/query`, { question: QUESTION, sessionId: 's1' })).status).toBe(503);
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

describe('POST /query, stream', () => {
  it('streams a validated answer, then sources, then the whole reply', async () => {
    const { service } = await withBackups();
    const response = await post(`${service.url}/query`, { question: QUESTION, stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-docmind-cache')).toBe('miss');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    const events = eventsIn(await response.text());
    expect(events.map(({ event }) => event)).toEqual(['delta', 'sources', 'done']);
    expect(events[2]?.data).toMatchObject({ answer: 'Daily snapshots are kept for 35 days.' });
  });

  it('never shows a draft that the validator replaces', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept ', 'for 90 days.'];
    const text = await (await post(`${service.url}/query`, { question: QUESTION, stream: true })).text();
    expect(text.slice(0, text.indexOf('event: done'))).not.toContain('90');
  });

  it('shows a sentence once it is checked, while the model writes the next one', async () => {
    const { service, fakes } = await withBackups();
    let write = (): void => undefined;
    const shown = new Promise<void>((resolve) => (write = resolve));
    fakes.answer = async function* () {
      yield 'Daily snapshots are kept for 35 days. R';
      await shown;
      yield 'estores are tested by the platform team.';
    };
    const response = await post(`${service.url}/query`, {
      question: 'How long are daily snapshots kept, and who tests restores?',
      stream: true,
    });
    const events = readStream(response);
    expect((await events.next()).value).toMatchObject({ event: 'delta', data: { text: 'Daily snapshots are kept for 35 days.' } });
    write();
    expect((await events.next()).value).toMatchObject({ event: 'delta', data: { text: ' Restores are tested by the platform team.' } });
    await events.next();
    const done = (await events.next()).value as { data: QueryReply };
    expect(done.data.answer).toBe('Daily snapshots are kept for 35 days. Restores are tested by the platform team.');
    expect(done.data.validation).toMatchObject({ grounded: true, mode: 'generated', answers: 'fully' });
    expect(done.data.validation.sentences.map(({ status }) => status)).toEqual(['supported', 'supported']);
  });

  it('ends with what was shown when the next sentence does not hold, and says so', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept for 35 days. ', 'Restores are tested by 12 robots. ', 'And', ' so on. '.repeat(100)];
    const events = eventsIn(await (await post(`${service.url}/query`, { question: QUESTION, stream: true })).text());
    const shown = events.filter(({ event }) => event === 'delta').map(({ data }) => (data as { text: string }).text);
    expect(shown.join('')).toBe('Daily snapshots are kept for 35 days.');
    expect(events.at(-1)?.data).toMatchObject({
      answer: 'Daily snapshots are kept for 35 days.',
      validation: { grounded: true, problems: expect.arrayContaining([expect.stringContaining('12')]) },
    });
  });

  it('asks no model where nothing is believed to answer: the refusal does not depend on what it would write', async () => {
    const { service, fakes } = await withBackups();
    const reply = await ask(service.url, { question: 'Which colour do the snapshots of Utrecht have in 1931?' });
    expect(reply.validation).toMatchObject({ mode: 'refused', grounded: false });
    expect(reply.nearest).not.toEqual([]);
    expect(fakes.prompts).toEqual([]);
  });

  it('streams chat live and ends with an error event when the engine dies midway', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    fakes.answer = async function* () {
      yield 'Once upon';
      throw new AppError('UNAVAILABLE', 'the engine was killed');
    };
    const events = eventsIn(await (await post(`${service.url}/query`, { question: 'Write a story', stream: true })).text());
    expect(events).toMatchObject([
      { event: 'delta', data: { text: 'Once upon' } },
      { event: 'error', data: { error: { code: 'UNAVAILABLE' } } },
    ]);
    fakes.answer = ['fine'];
    expect((await ask(service.url, { question: 'Write a story' })).answer).toBe('fine');
  });

  it('stops the generation when the client leaves', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    let stopped = false;
    fakes.answer = async function* (_request, signal) {
      yield 'Once';
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped = true;
    };
    const leaving = new AbortController();
    const response = await post(`${service.url}/query`, { question: 'Write a story', stream: true }, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await until(() => stopped, 'the engine to be told');
  });
});

describe('a hit that the cache asks to check', () => {
  const hit = {
    ...{ result: 'semantic' as const, entry: 'entry-1', question: 'For how many days are daily snapshots kept?' },
    ...{ answer: 'For 30 days.', citations: [], similarity: 0.97, probability: 0.99, ageSeconds: 1, why: 'alike', check: true as const },
  };

  it('is answered anew after the reply; nothing of that is kept, and the session has its turn once', async () => {
    const { service, fakes } = await withBackups();
    fakes.hit = hit;
    expect(await ask(service.url, { sessionId: 's1' })).toMatchObject({ answer: 'For 30 days.', cache: { result: 'semantic' } });
    await until(() => fakes.checks.length === 1, 'the report');
    expect(fakes.checks[0]).toEqual({
      ...{ tenant: 'default', entry: 'entry-1', question: QUESTION, kept: 'For 30 days.', probability: 0.99 },
      fresh: 'Daily snapshots are kept for 35 days.',
    });
    expect(fakes.stored).toEqual([]);
    expect(fakes.messages.get('s1')).toHaveLength(2);
  });

  it('gives way to a question that somebody waits for', async () => {
    const { service, fakes } = await withBackups();
    fakes.hit = hit;
    let aborted = 0;
    fakes.answer = async function* (_request, signal) {
      yield 'Daily ';
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted += 1;
    };
    await ask(service.url);
    await until(() => fakes.prompts.length === 1, 'the check to ask the model');
    fakes.hit = undefined;
    fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
    await ask(service.url);
    expect(aborted).toBe(1);
    await until(() => fakes.checks.length === 1, 'the check to be made after all');
    expect(fakes.checks[0]?.fresh).toBe('Daily snapshots are kept for 35 days.');
  });

  it('is reported as not answered when no whole answer comes', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    fakes.hit = hit;
    fakes.fail(inferenceChatStream);
    await ask(service.url);
    await until(() => fakes.checks.length === 1, 'the report');
    expect(fakes.checks[0]?.fresh).toBeUndefined();
  });
});
