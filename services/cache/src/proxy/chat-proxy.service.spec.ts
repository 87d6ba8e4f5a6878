import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { askThrough, chunk, proxyWithFakes, QUESTION, settle, textOf, USAGE } from './proxy.fixture.js';

describe('the caching proxy', () => {
  it('keeps a complete answer and gives it to whoever asks the same, as a stream or whole', async () => {
    const under = proxyWithFakes();
    expect(await askThrough(under, 'Paris.', { stream: true })).toBe('miss');
    const again = under.ask();
    // Not a promise: an exact hit waits for nothing.
    expect(again).toMatchObject({ result: 'exact', hit: { answer: 'Paris.', meta: { usage: USAGE, upstreamModel: 'm-1' } } });
    expect(under.ask({ stream: true })).toMatchObject({ result: 'exact' });
    expect(under.upstream.calls).toHaveLength(1);
  });

  it('asks for a stream’s usage for later, and hides it from a caller who did not', async () => {
    const under = proxyWithFakes();
    const unasked = await under.ask({ stream: true, stream_options: { other: 1 } });
    expect(unasked).toMatchObject({ hidesUsage: true });
    expect(under.upstream.last.body.stream_options).toEqual({ other: 1, include_usage: true });
    const asked = await under.ask({ stream: true, stream_options: { include_usage: true } });
    expect(asked).toMatchObject({ hidesUsage: false });
    const plain = proxyWithFakes({ CACHE_UPSTREAM_STREAM_USAGE: false });
    expect(await plain.ask({ stream: true })).toMatchObject({ hidesUsage: false });
    expect(plain.upstream.last.body.stream_options).toBeUndefined();
  });

  it.each([
    ['another tenant', {}, { tenant: 't2' }],
    ['another namespace', {}, { headers: { 'x-docmind-cache-namespace': 'other' } }],
    ['another model', { model: 'n' }, {}],
    [
      'another system prompt',
      {
        messages: [
          { role: 'system', content: 'x' },
          { role: 'user', content: QUESTION },
        ],
      },
      {},
    ],
    ['another temperature', { temperature: 0.2 }, {}],
  ])('never shares with %s', async (_who, body, how) => {
    const under = proxyWithFakes();
    await askThrough(under, 'Paris.');
    expect((await under.ask(body, how)).result).toBe('miss');
    expect(under.ask()).toMatchObject({ result: 'exact' });
  });

  it.each([
    ['an error', (call: ReturnType<typeof proxyWithFakes>['upstream']['last']) => call.start(500).send('{"error":{}}').end()],
    ['an answer that was cut off', (call) => call.answer('Par', 'length')],
    ['more than the limit', (call) => call.answer('x'.repeat(20_000))],
  ] as [string, (call: ReturnType<typeof proxyWithFakes>['upstream']['last']) => void][])(
    'passes %s on and keeps nothing',
    async (_what, reply) => {
      const under = proxyWithFakes();
      const first = await under.ask();
      reply(under.upstream.last);
      expect(await textOf(first)).not.toBe('');
      await settle();
      expect(await askThrough(under, 'Paris.')).toBe('miss');
      expect(under.ask()).toMatchObject({ result: 'exact', hit: { answer: 'Paris.' } });
    },
  );

  it('keeps nothing of a reply that broke off, and says so to the caller', async () => {
    const under = proxyWithFakes();
    const answer = await under.ask({ stream: true });
    under.upstream.last.start(200, 'text/event-stream').send(chunk({ content: 'Par' }));
    const reading = textOf(answer);
    await settle();
    under.upstream.last.fail(new Error('connection lost'));
    await expect(reading).rejects.toThrow('connection lost');
    await settle();
    expect((await under.ask()).result).toBe('miss');
  });

  it('goes by where asking again is meant to give another answer', async () => {
    const under = proxyWithFakes();
    for (let time = 1; time <= 2; time += 1) {
      expect(await under.ask({ temperature: 1 })).toMatchObject({ result: 'bypass', why: expect.stringContaining('temperature 1') });
      under.upstream.last.answer('Paris.');
      await settle();
      expect(under.upstream.calls).toHaveLength(time);
    }
  });
});

describe('callers of the same at the same time', () => {
  it('share one call, each from the first byte', async () => {
    const under = proxyWithFakes();
    const first = textOf(under.ask({ stream: true }));
    await until(() => under.upstream.calls.length === 1, 'the first call');
    under.upstream.last.start(200, 'text/event-stream').send(chunk({ content: 'Par' }));
    const second = textOf(under.ask({ stream: true }));
    await settle();
    under.upstream.last.send(chunk({ content: 'is.' })).finish();
    expect(await first).toBe(await second);
    expect(await first).toContain('[DONE]');
    expect(under.upstream.calls).toHaveLength(1);
    expect(await under.metrics.registry.metrics()).toMatch(/docmind_cache_proxy_shared_total\{[^}]*\} 1/);
  });

  it('do not end each other’s call by leaving', async () => {
    const under = proxyWithFakes();
    const leaver = new AbortController();
    const left = textOf(under.ask({ stream: true }, { signal: leaver.signal }));
    const stays = textOf(under.ask({ stream: true }));
    await settle();
    under.upstream.last.start(200, 'text/event-stream').send(chunk({ content: 'Par' }));
    await settle();
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(under.upstream.last.signal.aborted).toBe(false);
    under.upstream.last.send(chunk({ content: 'is.' })).finish();
    expect(await stays).toContain('is.');
    await settle();
    expect(under.ask()).toMatchObject({ result: 'exact', hit: { answer: 'Paris.' } });
  });

  it('end it by leaving all, and nothing is kept', async () => {
    const under = proxyWithFakes();
    const leaver = new AbortController();
    const left = textOf(under.ask({ stream: true }, { signal: leaver.signal }));
    await settle();
    const call = under.upstream.last;
    call.start(200, 'text/event-stream').send(chunk({ content: 'Paris.' }));
    await settle();
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(call.signal.aborted).toBe(true);
    await settle();
    expect((await under.ask({ stream: true })).result).toBe('miss');
    expect(under.upstream.calls).toHaveLength(2);
  });

  it('find an answer that is just being stored', async () => {
    const under = proxyWithFakes();
    const first = await under.ask();
    let goOn = (): void => undefined;
    const isHeld = new Promise<void>((resolve) => (goOn = resolve));
    const put = under.store.put.bind(under.store);
    under.store.put = async (...entry) => {
      await isHeld;
      return put(...entry);
    };
    under.upstream.last.answer('Paris.');
    await textOf(first);
    const second = under.ask();
    await settle();
    goOn();
    expect(await second).toMatchObject({ result: 'exact', hit: { answer: 'Paris.' } });
    expect(under.upstream.calls).toHaveLength(1);
  });
});

describe('cache-control of a request', () => {
  const CONTROL = (value: string) => ({ headers: { 'cache-control': value } });

  it('no-cache asks anew and keeps the newer answer', async () => {
    const under = proxyWithFakes();
    await askThrough(under, 'Old.');
    expect(await askThrough(under, 'New.', {}, CONTROL('no-cache'))).toBe('miss');
    expect(under.ask()).toMatchObject({ hit: { answer: 'New.' } });
  });

  it('no-store keeps nothing, and may be answered by what is kept', async () => {
    const under = proxyWithFakes();
    await askThrough(under, 'Paris.', {}, CONTROL('no-store'));
    expect(await askThrough(under, 'Paris.')).toBe('miss');
    expect(under.ask({}, CONTROL('no-store'))).toMatchObject({ result: 'exact' });
  });

  it('max-age takes no older answer', async () => {
    const under = proxyWithFakes();
    await askThrough(under, 'Paris.');
    under.clock.advance(10_000);
    expect(under.ask({}, CONTROL('max-age=10'))).toMatchObject({ result: 'exact', hit: { ageSeconds: 10 } });
    expect((await under.ask({}, CONTROL('max-age=9'))).result).toBe('miss');
    expect((await under.ask({}, CONTROL('max-age=0'))).result).toBe('miss');
  });

  it('only-if-cached never asks the model', async () => {
    const under = proxyWithFakes();
    const ask = async () => under.ask({}, CONTROL('only-if-cached'));
    await expect(ask()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: false, details: { openAiCode: 'not_cached' } });
    await expect(async () => under.ask({ temperature: 1 }, CONTROL('only-if-cached'))).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(under.upstream.calls).toHaveLength(0);
    await askThrough(under, 'Paris.');
    expect(await ask()).toMatchObject({ result: 'exact' });
  });

  it('takes GPTCache’s cache_skip for no-cache and does not send it on', async () => {
    const under = proxyWithFakes();
    await askThrough(under, 'Old.');
    expect(await askThrough(under, 'New.', { cache_skip: true })).toBe('miss');
    expect(under.upstream.last.body).not.toHaveProperty('cache_skip');
    expect(under.ask({ cache_skip: false })).toMatchObject({ hit: { answer: 'New.' } });
  });

  it('takes GPTCache’s mark in a message for no-cache, and keeps the answer for the question without it', async () => {
    const under = proxyWithFakes();
    await askThrough(under, 'Old.');
    const marked = { messages: [{ role: 'user', content: `/cache_skip ${QUESTION}` }] };
    expect(await askThrough(under, 'New.', marked)).toBe('miss');
    expect(under.upstream.last.body.messages).toEqual([{ role: 'user', content: QUESTION }]);
    expect(under.ask()).toMatchObject({ result: 'exact', hit: { answer: 'New.' } });
  });

  it('names a header that can’t be read', () => {
    const under = proxyWithFakes();
    expect(() => under.ask({}, CONTROL('max-age=soon'))).toThrow('max-age');
  });
});

it('counts who is served by whose answer', async () => {
  const under = proxyWithFakes();
  await askThrough(under, 'Paris.', {}, { headers: { 'x-docmind-agent': 'planner' } });
  await under.ask({}, { headers: { 'x-docmind-agent': 'writer' } });
  await under.ask();
  expect(under.cache.stats('t1', 'service').sharing).toEqual([
    { askedBy: 'writer', storedBy: 'planner', hits: 1 },
    { askedBy: 'unknown', storedBy: 'planner', hits: 1 },
  ]);
  expect(under.cache.stats('t2', 'service').sharing).toEqual([]);
});
