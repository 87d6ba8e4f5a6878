import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gate } from '../../backends/backends.fixture.js';
import { collect, describeLlmEngine, say } from '../../generation/llm-engine.contract.js';
import { ReplicatedEngine } from './replicated.engine.js';
import { ScriptedEngine } from '../../generation/scripted.engine.fixture.js';

const never = new AbortController().signal;
const PARIS = 'The capital of France is Paris.';
const down = () => new AppError('UNAVAILABLE', 'down');

async function started() {
  const [a, b] = [new ScriptedEngine('m'), new ScriptedEngine('m')];
  const both = new ReplicatedEngine(
    [
      { name: 'a', engine: a },
      { name: 'b', engine: b },
    ],
    { probeIntervalMs: 5 },
  );
  await both.load();
  onTestFinished(() => both.close());
  const ask = async (content: string, signal = never) => (await collect(both.chat(say('m', content), signal))).text;
  const state = (index: number) => both.replicas()[index]?.state;
  return { a, b, both, ask, state };
}

describeLlmEngine('ReplicatedEngine', async () => {
  const [a, b] = [new ScriptedEngine('m'), new ScriptedEngine('m')];
  const engine = new ReplicatedEngine([
    { name: 'a', engine: a },
    { name: 'b', engine: b },
  ]);
  const crash = async () => (a.crash(), b.crash());
  return { engine, model: 'm', tooLong: 'word '.repeat(2_000), crash, close: () => engine.close() };
});

describe('ReplicatedEngine', () => {
  it('spreads conversations, and keeps each where it began', async () => {
    const { a, b, both } = await started();
    const history = (index: number, turns: number) => ({
      model: 'm',
      messages: Array.from({ length: turns }, (_value, turn) => ({
        role: turn % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content: `${index} says ${turn}`,
      })),
    });
    for (const turns of [1, 3, 5]) for (let index = 0; index < 6; index++) await collect(both.chat(history(index, turns), never));
    for (const { asked } of [a, b]) {
      const who = asked.map(({ messages }) => messages[0]?.content);
      expect(who).toHaveLength(9);
      expect(new Set(who).size).toBe(3);
    }
    expect(both.replicas().map(({ byPrefix }) => byPrefix)).toEqual([6, 6]);
  });

  it('goes on at another one before the first token, and not after it', async () => {
    const { a, b, both, ask } = await started();
    a.chatFailure = down();
    expect(await ask('Where?')).toBe(PARIS);
    a.chatFailure = undefined;
    a.gates = b.gates = { answer: gate().closed };
    const frames = both.chat(say('m', 'Where is it?'), never)[Symbol.asyncIterator]();
    await frames.next();
    a.crash();
    b.crash();
    await expect(frames.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(both.stats().running).toBe(0);
  });

  it('tries nobody else with what is the request’s own fault', async () => {
    const { a, b, ask } = await started();
    a.chatFailure = b.chatFailure = new AppError('INVALID_ARGUMENT', 'no');
    await expect(ask('Where?')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(a.asked.length + b.asked.length).toBe(1);
  });

  it('gives an unhealthy one nothing until its probe passes, and then one request at a time', async () => {
    const { a, b, both, ask, state } = await started();
    expect(both.concurrency).toBe(16);
    a.isLoaded = false;
    await until(() => state(0) === 'unhealthy', 'the probes to fail');
    expect(both.concurrency).toBe(8);
    const before = a.asked.length;
    for (let index = 0; index < 5; index++) expect(await ask(`Where is ${index}?`)).toBe(PARIS);
    expect(a.asked).toHaveLength(before);
    b.gates = { prompt: gate().closed };
    a.isLoaded = true;
    await until(() => state(0) === 'trial', 'a probe to pass');
    expect(both.concurrency).toBe(9);
    expect(both.replicas()[0]).toMatchObject({ reason: 'm is not loaded' });
    expect(await ask('And now?')).toBe(PARIS);
    expect(a.asked).toHaveLength(before + 1);
    expect(state(0)).toBe('healthy');
  });

  it('moves what waits for a process that hangs', async () => {
    const { a, b, ask, state } = await started();
    a.gates = b.gates = { prompt: gate().closed };
    const asking = [ask('Where?'), ask('Who?')];
    await until(() => a.stats().running === 1 && b.stats().running === 1, 'both to be asked');
    b.gates = {};
    a.isLoaded = false;
    await until(() => state(0) === 'unhealthy', 'the probes to fail');
    expect(await Promise.any(asking)).toBe(PARIS);
  });

  it('says of each why none is well, and comes back by itself', async () => {
    const { a, b, both, ask, state } = await started();
    a.isLoaded = b.isLoaded = false;
    await until(() => state(0) === 'unhealthy' && state(1) === 'unhealthy', 'the probes to fail');
    await expect(ask('Where?')).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('b: m is not loaded') });
    await expect(both.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    a.isLoaded = true;
    await until(() => state(0) === 'trial', 'a probe to pass');
    await both.health();
    expect(await ask('Where?')).toBe(PARIS);
  });

  it('is loaded with one of two, and loads the other as soon as it can', async () => {
    const { a, b, both, state } = await started();
    await both.unload();
    expect([a.isLoaded, b.isLoaded]).toEqual([false, false]);
    b.loadFailure = down();
    await both.load();
    expect([a.isLoaded, state(1)]).toEqual([true, 'unhealthy']);
    b.loadFailure = undefined;
    await until(() => state(1) === 'trial', 'the other to be loaded');
    expect(b.isLoaded).toBe(true);
    a.loadFailure = b.loadFailure = down();
    await both.unload();
    await expect(both.load()).rejects.toMatchObject({ message: expect.stringContaining('None of the 2 replicas') });
  });

  it('leaves nothing loaded behind that a probe was just loading', async () => {
    const { a, b, both } = await started();
    await both.unload();
    b.loadFailure = down();
    await both.load();
    const { closed, open } = gate();
    b.loadGate = closed;
    const loads = b.loads;
    await until(() => b.loads > loads, 'a probe to load it');
    b.loadFailure = undefined;
    const unloading = both.unload();
    open();
    await unloading;
    expect([a.isLoaded, b.isLoaded]).toEqual([false, false]);
  });
});
