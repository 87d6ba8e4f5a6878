import { AppError } from '@docmind/errors';
import { type MockOpenAiEngine, startMockOpenAiEngine } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, describeLlmEngine, say } from '../../generation/llm-engine.contract.js';
import { MOCK_MODEL as MODEL, startMocked } from './mocked-engine.fixture.js';
import { OpenAiEngine } from './openai.engine.js';

const never = new AbortController().signal;

function engineAt(baseUrl: string): OpenAiEngine {
  return new OpenAiEngine({ baseUrl, connections: 8, timeoutMs: 5_000, model: MODEL });
}

describeLlmEngine('OpenAiEngine', () => startMocked(engineAt));

describe('OpenAiEngine', () => {
  let mock: MockOpenAiEngine;
  let engine: OpenAiEngine;
  beforeEach(async () => {
    mock = await startMockOpenAiEngine();
    engine = engineAt(mock.url);
  });
  afterEach(async () => {
    await engine.close();
    await mock.close();
  });

  it.each([
    [400, 'INVALID_ARGUMENT'],
    [401, 'FAILED_PRECONDITION'],
    [404, 'NOT_FOUND'],
    [429, 'RESOURCE_EXHAUSTED'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [504, 'DEADLINE_EXCEEDED'],
  ])('maps the status %d to %s', async (status, code) => {
    mock.failNext(status);
    await expect(collect(engine.chat(say(MODEL, 'Hello'), never))).rejects.toMatchObject({ code });
  });

  it('is UNAVAILABLE when nobody listens', async () => {
    await mock.close();
    await expect(collect(engine.chat(say(MODEL, 'Hello'), never))).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await expect(engine.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is asked for its health and for tokens while every slot is taken', async () => {
    const one = new OpenAiEngine({ baseUrl: mock.url, connections: 1, timeoutMs: 5_000, model: MODEL });
    for await (const frame of one.chat(say(MODEL, 'Write a long story'), never)) {
      if (frame.type !== 'delta') continue;
      await one.health();
      expect(await one.countTokens(['one two'], never)).toEqual([2]);
      break;
    }
    await one.close();
  });

  it('gives the reason of an abort', async () => {
    const abort = new AbortController();
    const late = new AppError('DEADLINE_EXCEEDED', 'too late');
    const reading = (async () => {
      for await (const frame of engine.chat(say(MODEL, 'Write a long story'), abort.signal)) if (frame.type === 'delta') abort.abort(late);
    })();
    await expect(reading).rejects.toBe(late);
  });

  it('passes parameters on that only the engine knows', async () => {
    await collect(engine.chat(say(MODEL, 'Hello', { repetition_penalty: 1.2 }), never));
    expect(mock.requests[0]).toMatchObject({ repetition_penalty: 1.2, stream: true, stream_options: { include_usage: true } });
  });

  it('passes raw events through, hiding the usage nobody asked for', async () => {
    const read = async (include_usage: boolean) => {
      let text = '';
      let usage: unknown;
      for await (const events of engine.passThrough.stream(say(MODEL, 'Hello', { stream_options: { include_usage } }), never)) {
        text += events.bytes.toString();
        usage ??= events.usage;
      }
      return { text, usage };
    };
    const hidden = await read(false);
    expect(hidden.text).not.toContain('"usage"');
    expect(hidden.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(hidden.usage).toMatchObject({ completion_tokens: 6 });
    expect((await read(true)).text).toContain('"usage":{"prompt_tokens"');
  });

  it('fails a raw stream whose engine reports an error or breaks off', async () => {
    const drain = async () => {
      for await (const _events of engine.passThrough.stream(say(MODEL, 'Hello'), never));
    };
    mock.errorMidStream();
    await expect(drain()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('mocked engine death') });
    mock.breakMidStream();
    await expect(drain()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
