import type { ChatFrame, ChatRequest } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LlmEngine } from '../llm-engine.port.js';

export interface EngineUnderTest {
  readonly engine: LlmEngine;
  readonly model: string;
  /** A prompt longer than the engine's context. */
  readonly tooLong: string;
  /** Ends the engine's process or server as a crash would, and lets it come back. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

const never = new AbortController().signal;

export function say(model: string, content: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { model, messages: [{ role: 'user', content }], temperature: 0, ...more };
}

export async function collect(frames: AsyncIterable<ChatFrame>): Promise<{ text: string; done: Extract<ChatFrame, { type: 'done' }> }> {
  let text = '';
  let done: ChatFrame | undefined;
  for await (const frame of frames) {
    if (frame.type === 'delta') text += frame.content;
    else done = frame;
  }
  if (done?.type !== 'done') throw new Error('the stream ended without a done frame');
  return { text, done };
}

/** What every engine must keep, whatever is behind it. */
export function describeLlmEngine(name: string, start: () => Promise<EngineUnderTest>): void {
  describe(`${name} keeps the engine contract`, () => {
    let under: EngineUnderTest;
    let engine: LlmEngine;

    beforeAll(async () => {
      under = await start();
      engine = under.engine;
      await engine.load();
    });
    afterAll(() => under.close());

    it('is healthy and names its model with its context', async () => {
      await engine.health();
      const models = await engine.models();
      expect(models.map(({ id }) => id)).toContain(under.model);
      expect(models[0]?.contextLength).toBeGreaterThan(0);
    });

    it('gives deltas, then one done frame with exact usage and times', async () => {
      const { text, done } = await collect(engine.chat(say(under.model, 'What is the capital of France?', { max_tokens: 30 }), never));
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

    it('counts tokens with its own tokenizer and can tokenize a prompt', async () => {
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
    });

    it('stops generating when the reader leaves', async () => {
      const before = engine.stats().aborted;
      for await (const frame of engine.chat(say(under.model, 'Write a long story about a whale.', { max_tokens: 1_000 }), never)) {
        if (frame.type === 'delta') break;
      }
      await until(() => engine.stats().aborted > before, 'the engine to report the stop');
    });

    it('never starts what was cancelled before', async () => {
      const signal = AbortSignal.abort();
      await expect(collect(engine.chat(say(under.model, 'Hello'), signal))).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it('fails the running request when it dies, and serves the next', async () => {
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
        60_000,
      );
      const { text } = await collect(engine.chat(say(under.model, 'What is the capital of France?', { max_tokens: 30 }), never));
      expect(text).toContain('Paris');
    }, 120_000);
  });
}
