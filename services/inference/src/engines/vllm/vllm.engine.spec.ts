// The contract over a server that has vLLM's routes, asleep too as the real one: vllm-real.spec.ts is that one, where it is asked for.
import { type MockOpenAiEngine, startMockOpenAiEngine } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, describeLlmEngine, say } from '../../generation/llm-engine.contract.js';
import { MOCK_MODEL as MODEL, startMocked } from '../openai/mocked-engine.fixture.js';
import { VllmEngine } from './vllm.engine.js';

const never = new AbortController().signal;
const engineAt = (baseUrl: string, sleepLevel: { sleepLevel: 1 | undefined } = { sleepLevel: 1 }) =>
  new VllmEngine({ baseUrl, connections: 8, timeoutMs: 5_000, model: MODEL, ...sleepLevel });

describeLlmEngine('VllmEngine', () => startMocked(engineAt, { figures: true, unload: true, tools: 'calls' }));

describe('VllmEngine', () => {
  let mock: MockOpenAiEngine;
  beforeEach(async () => void (mock = await startMockOpenAiEngine()));
  afterEach(() => mock.close());

  it('sleeps and wakes, and sends nothing in between', async () => {
    const engine = engineAt(mock.url);
    await engine.load();
    await engine.unload();
    expect(engine.restState).toBe('sleeping');
    await expect(engine.health()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('sleeps') });
    await expect(engine.passThrough.complete(say(MODEL, 'Hello'), never)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(mock.requests).toHaveLength(0);
    await engine.load();
    expect(mock.sleepCalls).toEqual(['POST /sleep?level=1', 'POST /wake_up']);
    expect((await collect(engine.chat(say(MODEL, 'Hello'), never))).text).toContain('Paris');
    await engine.close();
  });

  it('notices that somebody else put it to sleep', async () => {
    const engine = engineAt(mock.url);
    await engine.load();
    await fetch(`${mock.url.replace('/v1', '')}/sleep?level=1`, { method: 'POST' });
    await expect(engine.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await engine.load();
    await engine.health();
    await engine.close();
  });

  it('leaves no request waiting for an engine that somebody else put to sleep, and asks again before the next', async () => {
    const engine = engineAt(mock.url);
    const beside = (path: string) => fetch(mock.url.replace('/v1', path), { method: 'POST' });
    await engine.load();
    await beside('/sleep?level=1');
    const asleep = { code: 'UNAVAILABLE', message: expect.stringContaining('not because of us') };
    await expect(engine.passThrough.complete(say(MODEL, 'Hello'), never)).rejects.toMatchObject(asleep);
    await expect(collect(engine.chat(say(MODEL, 'Hello'), never))).rejects.toMatchObject(asleep);
    await beside('/wake_up');
    expect((await collect(engine.chat(say(MODEL, 'Hello'), never))).text).toContain('Paris');
    expect(engine.stats()).toMatchObject({ running: 0, aborted: 0 });
    await engine.close();
  });

  it('keeps its model where it has no sleep level', async () => {
    const engine = engineAt(mock.url, { sleepLevel: undefined });
    await engine.unload();
    expect([engine.restState, mock.sleepCalls]).toEqual(['idle', []]);
    await engine.close();
  });
});
