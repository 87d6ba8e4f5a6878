import type { ChatRequest } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineFrame, LlmEngine } from './llm-engine.port.js';

export interface EngineUnderTest {
  readonly engine: LlmEngine;
  readonly model: string;
  /** A prompt longer than the engine's context. */
  readonly tooLong: string;
  /** What an engine without a model of its own, or with a small one, can't do is left out of its suite. */
  readonly can?: {
    /** False where it has no tokenizer. */
    readonly count?: boolean;
    /** Undefined where nobody can tell whether a schema was kept to. */
    readonly schema?: boolean;
    readonly seed?: boolean;
    /** True where it tells log probabilities of its first token. */
    readonly choices?: boolean;
    /** `calls` where it can be made to call one. */
    readonly tools?: 'calls' | 'takes' | 'refuses';
    readonly figures?: boolean;
    /** True where `unload` leaves it unable to answer until it is loaded again. */
    readonly unload?: boolean;
  };
  /** Ends the engine's process or server as a crash would, and lets it come back. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

const never = new AbortController().signal;
/** A model of 135M parameters answers this one rightly under each engine's template. */
const CAPITAL = 'Say it in one sentence: what is the capital of France?';

export function say(model: string, content: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { model, messages: [{ role: 'user', content }], temperature: 0, ...more };
}

export async function collect(frames: AsyncIterable<EngineFrame>): Promise<{ text: string; done: Extract<EngineFrame, { type: 'done' }> }> {
  let text = '';
  let done: EngineFrame | undefined;
  for await (const frame of frames) {
    if (frame.type === 'delta') text += frame.content;
    else done = frame;
  }
  if (done?.type !== 'done') throw new Error('the stream ended without a done frame');
  return { text, done };
}

/** Of a server that reads a small model. */
const START_LIMIT_MS = 60_000;

/**
 * What every engine must keep, whatever is behind it.
 * @param startLimitMs how long its server may take to start, and for a case
 */
export function describeLlmEngine(name: string, start: () => Promise<EngineUnderTest>, startLimitMs = START_LIMIT_MS): void {
  describe(`${name} keeps the engine contract`, { timeout: startLimitMs }, () => {
    let under: EngineUnderTest;
    let engine: LlmEngine;

    beforeAll(async () => {
      under = await start();
      engine = under.engine;
      await engine.load();
    }, startLimitMs);
    afterAll(() => under?.close());

    it('is healthy and names its model with its context', async () => {
      await engine.health();
      const models = await engine.models();
      expect(models.map(({ id }) => id)).toContain(under.model);
      expect(models[0]?.contextLength).toBeGreaterThan(0);
    });

    it('gives deltas, then one done frame with exact usage and times', async () => {
      const { text, done } = await collect(engine.chat(say(under.model, CAPITAL, { max_tokens: 30 }), never));
      expect(text).toContain('Paris');
      expect(done.finishReason).toBe('stop');
      expect(done.usage.prompt_tokens).toBeGreaterThan(5);
      expect(done.usage.completion_tokens).toBeGreaterThan(2);
      expect(done.usage.total_tokens).toBe(done.usage.prompt_tokens + done.usage.completion_tokens);
      expect(done.timeToFirstTokenMs).toBeLessThanOrEqual(done.totalMs);
    });

    it('stops at max_tokens and says so', async () => {
      const { done } = await collect(engine.chat(say(under.model, 'Write a long story about a whale.', { max_tokens: 5 }), never));
      expect(done).toMatchObject({ finishReason: 'length', usage: { completion_tokens: 5 } });
    });

    it('ends before a stop text', async () => {
      const { text, done } = await collect(engine.chat(say(under.model, CAPITAL, { stop: ['Paris'], max_tokens: 30 }), never));
      if (under.can?.schema === undefined) return;
      expect(text).not.toContain('Paris');
      expect(done.finishReason).toBe('stop');
    });

    it('writes the same for the same seed', async ({ skip }) => {
      if (!under.can?.seed) return skip('it has no model to draw from');
      const request = say(under.model, 'Tell me something about rivers.', { temperature: 1, seed: 7, max_tokens: 8 });
      const first = await collect(engine.chat(request, never));
      expect((await collect(engine.chat(request, never))).text).toBe(first.text);
    });

    it('keeps to a JSON schema', async ({ skip }) => {
      if (!under.can?.schema) return skip('it has no model to bind');
      const schema = { type: 'object', properties: { paris: { type: 'boolean' } }, required: ['paris'], additionalProperties: false };
      const response_format = { type: 'json_schema' as const, json_schema: { name: 'answer', schema } };
      const { text } = await collect(engine.chat(say(under.model, 'Is Paris in France?', { response_format, max_tokens: 40 }), never));
      expect(JSON.parse(text)).toEqual({ paris: expect.any(Boolean) });
    });

    it('tells what its first token could have been', async ({ skip }) => {
      if (!under.can?.choices) return skip('it tells none');
      const request = say(under.model, CAPITAL, { max_tokens: 1, logprobs: true, top_logprobs: 5 });
      const { text, done } = await collect(engine.chat(request, never));
      const { firstToken = [] } = done;
      expect(firstToken).toHaveLength(5);
      expect(firstToken[0]?.text).toBe(text);
      const chances = firstToken.map(({ logprob }) => Math.exp(logprob));
      expect([...chances].sort((one, other) => other - one)).toEqual(chances);
      const sum = chances.reduce((total, chance) => total + chance, 0);
      expect(sum).toBeGreaterThan(0.2);
      expect(sum).toBeLessThanOrEqual(1.001);
      expect((await collect(engine.chat(say(under.model, CAPITAL, { max_tokens: 1 }), never))).done.firstToken).toBeUndefined();
    });

    it('takes tools, or says that it does not', async ({ skip }) => {
      if (!under.can?.tools) return skip('it does not look at them');
      const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
      const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather of a city', parameters, strict: true } }];
      const asking = collect(engine.chat(say(under.model, 'Say hello.', { tools, max_tokens: 5 }), never));
      if (under.can.tools !== 'refuses') expect((await asking).done.usage.completion_tokens).toBeGreaterThan(0);
      else await expect(asking).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(/tools/) });
    });

    it('calls a tool when it must', async ({ skip }) => {
      if (under.can?.tools !== 'calls') return skip('nobody can make it');
      const parameters = { type: 'object', properties: { city: { type: 'string', enum: ['Paris', 'Rome'] } }, required: ['city'] };
      const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather of a city', parameters, strict: true } }];
      const request = say(under.model, 'How is the weather in Paris?', { tools, tool_choice: 'required', max_tokens: 60 });
      const { text, done } = await collect(engine.chat(request, never));
      expect(text).toBe('');
      expect(done.toolCalls?.map(({ id, type, function: { name } }) => [typeof id, type, name])).toEqual([
        ['string', 'function', 'weather'],
      ]);
      expect(JSON.parse(done.toolCalls?.[0]?.function.arguments ?? '')).toEqual({ city: expect.stringMatching(/Paris|Rome/) });
    });

    it('tells its own figures', async ({ skip }) => {
      if (!under.can?.figures) return skip('it keeps none');
      const figures = await engine.figures();
      expect(Object.keys(figures ?? {}).length).toBeGreaterThan(0);
      expect(Object.values(figures ?? {}).every(Number.isFinite)).toBe(true);
    });

    it('counts tokens with its own tokenizer and can tokenize a prompt', async () => {
      if (under.can?.count === false) {
        await expect(engine.countTokens(['Hello'], never)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
        return;
      }
      const [short, long, none] = await engine.countTokens(['Hello', 'Hello, how are you today?', ''], never);
      expect(short).toBeGreaterThanOrEqual(1);
      expect(long).toBeGreaterThan(short ?? 0);
      expect(none).toBe(0);
      const { tokens } = await engine.tokenize({ prompt: 'Hello, how are you today?' }, never);
      expect(tokens).toHaveLength(long ?? -1);
    });

    it('refuses a prompt that is longer than the context', async () => {
      await expect(collect(engine.chat(say(under.model, under.tooLong), never))).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(/\d+ tokens.*\d+/),
      });
    });

    it('stops generating when the signal aborts', async () => {
      const before = engine.stats().aborted;
      const abort = new AbortController();
      const reading = async () => {
        for await (const frame of engine.chat(say(under.model, 'Write a long story about a whale.', { max_tokens: 1_000 }), abort.signal)) {
          if (frame.type === 'delta') abort.abort();
        }
      };
      await expect(reading()).rejects.toMatchObject({ code: 'CANCELLED' });
      await until(() => engine.stats().aborted > before, 'the engine to report the stop');
      expect(engine.stats().running).toBe(0);
      // Its slot is free: the next one need not wait for the rest of the story.
      const { done } = await collect(engine.chat(say(under.model, 'Say hello.', { max_tokens: 2 }), never));
      expect(done.usage.completion_tokens).toBeGreaterThan(0);
    });

    it('stops generating when the reader leaves', async () => {
      const before = engine.stats().aborted;
      for await (const frame of engine.chat(say(under.model, 'Write a long story about a whale.', { max_tokens: 1_000 }), never)) {
        if (frame.type === 'delta') break;
      }
      await until(() => engine.stats().aborted > before, 'the engine to report the stop');
    });

    it('can be unloaded and loaded again', async () => {
      await engine.unload();
      if (under.can?.unload)
        await expect(collect(engine.chat(say(under.model, 'Hello'), never))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await engine.load();
      await engine.load();
      await engine.health();
      const { done } = await collect(engine.chat(say(under.model, 'Say hello.', { max_tokens: 2 }), never));
      expect(done.usage.completion_tokens).toBeGreaterThan(0);
    });

    it('never starts what was cancelled before', async () => {
      const signal = AbortSignal.abort();
      await expect(collect(engine.chat(say(under.model, 'Hello'), signal))).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it(
      'fails the running request when it dies, and serves the next',
      async () => {
        const reading = async () => {
          let crashed: Promise<void> | undefined;
          for await (const frame of engine.chat(say(under.model, 'Write a long story about a whale.', { max_tokens: 1_000 }), never)) {
            if (frame.type === 'delta') crashed ??= under.crash();
          }
        };
        await expect(reading()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        await until(
          () =>
            engine.health().then(
              () => true,
              () => false,
            ),
          'the engine to come back',
          startLimitMs,
        );
        const { text } = await collect(engine.chat(say(under.model, CAPITAL, { max_tokens: 30 }), never));
        expect(text).toContain('Paris');
      },
      startLimitMs + 60_000,
    );
  });
}
