import { newRequestContext } from '@docmind/messaging';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { BackendsUnderTest, down, gate, started } from './backends.fixture.js';

const PARIS = 'The capital of France is Paris.';
const two = [{ name: 'a' }, { name: 'b' }];

describe('BackendManager', () => {
  it('switches: the old one drained and unloaded before the new one is loaded', async () => {
    const under = await started(two);
    expect(await under.ask('docmind')).toEqual({ text: PARIS, by: 'a-model' });
    const reply = await under.manager.switchTo('b');
    expect(reply).toMatchObject({ active: 'b', previous: 'a', tookMs: expect.any(Number) });
    expect(under.states).toEqual(['a loading', 'a ready', 'a draining', 'a idle', 'b loading', 'b ready']);
    expect(await under.ask('docmind')).toEqual({ text: PARIS, by: 'b-model' });
    expect(under.engine('a').isLoaded).toBe(false);
    expect(under.manager.list().map(({ name, state, active }) => [name, state, active])).toEqual([
      ['a', 'idle', false],
      ['b', 'ready', true],
    ]);
  });

  it('says since when it is loaded, how much of it where its engine tells that, and how long it took', async () => {
    const under = await started(two);
    const { closed, open } = gate();
    under.engine('b').loadGate = closed;
    under.engine('b').share = 0.4;
    const switching = under.manager.switchTo('b');
    await until(() => under.states.includes('b loading'), 'b to load');
    const loading = under.manager.list()[1];
    expect(loading).toMatchObject({ state: 'loading', loadedShare: 0.4, inStateMs: expect.any(Number) });
    expect(loading?.lastLoadMs).toBeUndefined();
    open();
    await switching;
    const { loadedShare, lastLoadMs = 0 } = under.manager.list()[1] ?? {};
    expect([loadedShare, lastLoadMs >= (loading?.inStateMs ?? Infinity)]).toEqual([undefined, true]);
  });

  it('loads the active one again when it is switched to: somebody else may have put its engine to sleep', async () => {
    const under = await started(two);
    await under.engine('a').unload();
    expect(await under.manager.switchTo('a')).toMatchObject({ active: 'a', previous: 'a' });
    expect(under.engine('a').isLoaded).toBe(true);
    expect(await under.ask('docmind')).toEqual({ text: PARIS, by: 'a-model' });
  });

  it('lets what runs finish at the old one while what comes waits for the new one', async () => {
    const under = await started(two);
    const { closed, open } = gate();
    under.engine('a').gates = { answer: closed };
    const running = under.ask('a-model');
    await until(() => under.engine('a').stats().running === 1, 'a to run');
    const switching = under.manager.switchTo('b');
    await until(() => under.states.includes('a draining'), 'a to drain');
    const waiting = under.ask('a-model');
    await until(() => under.manager.waiting === 1, 'a request to wait');
    open();
    expect((await running).by).toBe('a-model');
    await switching;
    expect(await waiting).toEqual({ text: PARIS, by: 'b-model' });
  });

  it('replays at the drain limit what has no token yet, with the same history, and breaks off what has one', async () => {
    const under = await started(two);
    under.engine('a').gates = { prompt: gate().closed };
    const messages = [
      { role: 'user' as const, content: 'My name is Ada.' },
      { role: 'assistant' as const, content: 'Hello Ada.' },
      { role: 'user' as const, content: 'Who am I?' },
    ];
    const silent = under.chat.complete({ model: 'a-model', messages }, newRequestContext());
    await until(() => under.engine('a').stats().running === 1, 'the silent one to run');
    under.engine('a').gates = { answer: gate().closed };
    const frames = under.chat.stream({ model: 'a-model', messages: [{ role: 'user', content: 'Where?' }] }, newRequestContext());
    await frames.next();
    await under.manager.switchTo('b', 0);
    expect((await silent).model).toBe('b-model');
    expect(under.engine('b').asked.map((request) => request.messages)).toEqual([messages]);
    await expect(frames.next()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('a was switched off') });
  });

  it('moves what still queues for a slot at once', async () => {
    const under = await started(two);
    const { closed, open } = gate();
    under.engine('a').gates = { prompt: closed };
    const all = Array.from({ length: 12 }, () => under.ask('docmind'));
    await until(() => under.engine('a').stats().running === 8, 'the slots to be taken');
    const switching = under.manager.switchTo('b');
    await until(() => under.manager.waiting === 4, 'the queued ones to move');
    open();
    await switching;
    const by = (await Promise.all(all)).map((answer) => answer.by);
    expect(by.filter((model) => model === 'a-model')).toHaveLength(8);
    expect(by.filter((model) => model === 'b-model')).toHaveLength(4);
  });

  it('goes back to the old one when the new one fails, and loses nothing', async () => {
    const under = await started(two);
    const { closed, open } = gate();
    under.engine('b').loadGate = closed;
    under.engine('b').loadFailure = down();
    const switching = under.manager.switchTo('b');
    await until(() => under.states.includes('b loading'), 'b to load');
    const waiting = under.ask('docmind');
    open();
    await expect(switching).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'b could not be loaded: out of memory; a serves again',
    });
    expect((await waiting).by).toBe('a-model');
    expect(under.manager.list()).toMatchObject([
      { name: 'a', state: 'ready', active: true },
      { name: 'b', state: 'failed', active: false, reason: 'out of memory' },
    ]);
  });

  it('never loads two at once, whoever asks', async () => {
    const under = await started([...two, { name: 'c' }]);
    const all = await Promise.all([under.manager.switchTo('b'), under.manager.switchTo('c'), under.manager.switchTo('a')]);
    expect(all.map(({ previous, active }) => `${previous} ${active}`)).toEqual(['a b', 'b c', 'c a']);
    const loads = under.states.filter((state) => /loading|ready/.test(state));
    expect(loads.filter((_state, index) => index % 2 === 0).every((state) => state.endsWith('loading'))).toBe(true);
    expect(Object.values(under.engines).filter(({ isLoaded }) => isLoaded)).toHaveLength(1);
  });

  it('keeps the old one where both are servers of their own, and holds nobody up', async () => {
    const under = await started([
      { name: 'a', exclusive: false },
      { name: 'b', exclusive: false },
    ]);
    const { closed, open } = gate();
    under.engine('b').loadGate = closed;
    const switching = under.manager.switchTo('b');
    expect((await under.ask('docmind')).by).toBe('a-model');
    open();
    await switching;
    expect((await under.ask('docmind')).by).toBe('b-model');
    expect((await under.ask('a-model')).by).toBe('a-model');
  });

  it('bounds how many wait, and lets one go that leaves', async () => {
    const under = await started(two, { maxWaiting: 1 });
    const { closed, open } = gate();
    under.engine('b').loadGate = closed;
    const switching = under.manager.switchTo('b');
    await until(() => under.states.includes('b loading'), 'b to load');
    const abort = new AbortController();
    const waiting = under.ask('docmind', 'Where?', newRequestContext({ signal: abort.signal }));
    await expect(under.ask('docmind')).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED', details: { retryAfterSeconds: 2 } });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(under.manager.waiting).toBe(0);
    open();
    await switching;
  });

  it('names the backends there are', async () => {
    const under = await started(two);
    await expect(under.manager.switchTo('c')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('there is a, b'),
    });
    await expect(under.ask('gpt-9')).rejects.toMatchObject({ code: 'NOT_FOUND', details: { openAiCode: 'model_not_found' } });
  });

  it('serves from the first request on when an engine comes back that could not be loaded at the start', async () => {
    const under = new BackendsUnderTest(two);
    under.engine('a').loadFailure = down();
    await expect(under.manager.start()).rejects.toMatchObject({ message: 'out of memory' });
    await expect(under.ask('docmind')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    under.engine('a').isLoaded = true;
    expect((await under.ask('docmind')).by).toBe('a-model');
    expect(under.manager.list()[0]).toMatchObject({ state: 'ready' });
  });
});

describe('BackendManager that loads on demand', () => {
  it('serves requests of one model together, and starves none', async () => {
    const under = await started(two, { onDemand: true, patienceMs: 60_000 });
    const order: string[] = [];
    const ask = async (model: string) => order.push((await under.ask(model)).by);
    const mixed = Array.from({ length: 20 }, (_value, index) => ask(index % 2 === 0 ? 'a-model' : 'b-model'));
    await Promise.all(mixed);
    expect(order.filter((by) => by === 'b-model')).toHaveLength(10);
    const swaps = under.states.filter((state) => state.endsWith('loading')).length - 1;
    expect(swaps).toBeLessThanOrEqual(2);
  });

  it('breaks into a model that is never idle', async () => {
    const under = await started(two, { onDemand: true, patienceMs: 20 });
    const abort = new AbortController();
    const busy = async () => {
      while (!abort.signal.aborted) await under.ask('a-model');
    };
    const endless = [busy(), busy(), busy()];
    expect((await under.ask('b-model')).by).toBe('b-model');
    abort.abort();
    await Promise.all(endless);
  });

  it('tells those who waited why their model is not there', async () => {
    const under = await started(two, { onDemand: true });
    under.engine('b').loadFailure = down();
    await expect(under.ask('b-model')).rejects.toMatchObject({ message: 'out of memory' });
    expect((await under.ask('a-model')).by).toBe('a-model');
  });
});
