// The engine contract against the real vLLM 0.32 on a CPU with SmolLM2, and what only vLLM has: sleep, and figures of its own.
import { describeModel } from '@docmind/models';
import { describeWithVllm, type RunningEngine, startVllm, until, VLLM_START_LIMIT_MS, vllmModelFolder } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapeOfDescription } from '../../kv-cache/description-shape.policy.js';
import { kvBytesPerToken } from '../../kv-cache/kv-size.policy.js';
import { vllmFiguresOf } from '../../kv-cache/vllm-log.fixture.js';
import { VLLM_FIGURES } from '../http/engine-figures.policy.js';
import { collect, describeLlmEngine, say } from '../../generation/llm-engine.contract.js';
import { VllmEngine } from './vllm.engine.js';

const BLOCK_TOKENS = 32;
const GIB = 1_073_741_824;
const never = new AbortController().signal;

describeWithVllm(() => {
  let server: RunningEngine;
  const connect = (sleepLevel: 1 | 2 = 1) =>
    new VllmEngine({ baseUrl: `${server.url}/v1`, connections: 8, timeoutMs: 60_000, model: server.model, sleepLevel });
  beforeAll(async () => void (server = await startVllm('smol')), VLLM_START_LIMIT_MS);
  afterAll(() => server?.stop());

  describeLlmEngine(
    'VllmEngine',
    async () => {
      const engine = connect();
      return {
        engine,
        model: server.model,
        tooLong: 'word '.repeat(3_000),
        can: { schema: true, seed: true, tools: 'calls', figures: true, unload: true },
        crash: () => server.restart(),
        close: () => engine.close(),
      };
    },
    VLLM_START_LIMIT_MS,
  );

  describe('VllmEngine', { timeout: VLLM_START_LIMIT_MS }, () => {
    let engine: VllmEngine;
    const hello = say('smol', 'Say hello.', { max_tokens: 4 });
    beforeAll(() => void (engine = connect()));
    afterAll(() => engine.close());

    it('leaves nothing running at the engine after an abort', async () => {
      const abort = new AbortController();
      const frames = engine.chat(say('smol', 'Write a long story about a whale.', { max_tokens: 1_500 }), abort.signal);
      await frames.next();
      await until(async () => (await engine.figures()).running === 1, 'the engine to say that it runs');
      abort.abort();
      await expect(collect(frames)).rejects.toMatchObject({ code: 'CANCELLED' });
      await until(async () => (await engine.figures()).running === 0, 'the engine to have stopped');
    });

    it('has every figure that we know of, and counts what a repeated prompt found in the cache', async () => {
      const before = await engine.figures();
      expect(Object.keys(before).sort()).toEqual(Object.keys(VLLM_FIGURES).sort());
      const long = say('smol', `Summarise: ${'The whale swims in the sea. '.repeat(20)}`, { max_tokens: 1 });
      await collect(engine.chat(long, never));
      await collect(engine.chat(long, never));
      const least = (before.cachedTokensTotal ?? 0) + BLOCK_TOKENS;
      await until(async () => ((await engine.figures()).cachedTokensTotal ?? 0) >= least, 'the engine to count them');
    });

    it('counts a conversation as the engine does', async () => {
      const { tokens, maxModelLength } = await engine.tokenize({ messages: hello.messages }, never);
      expect([tokens.length, maxModelLength]).toEqual([(await collect(engine.chat(hello, never))).done.usage.prompt_tokens, 2_048]);
    });

    it('leaves no request waiting while somebody else has put it to sleep', async () => {
      const other = connect();
      await other.unload();
      // It says that it is well, and takes requests.
      expect((await fetch(`${server.url}/health`)).status).toBe(200);
      const asleep = { code: 'UNAVAILABLE', message: expect.stringContaining('sleeps') };
      await expect(engine.passThrough.complete(hello, never)).rejects.toMatchObject(asleep);
      await expect(collect(engine.chat(hello, never))).rejects.toMatchObject(asleep);
      await expect(engine.health()).rejects.toMatchObject(asleep);
      await other.load();
      await other.close();
      expect((await collect(engine.chat(hello, never))).done.usage.completion_tokens).toBeGreaterThan(0);
    });

    it('answers as before after a sleep that dropped the weights', async () => {
      const deep = connect(2);
      const question = say('smol', 'Say it in one sentence: what is the capital of France?', { max_tokens: 30 });
      await deep.unload();
      await deep.load();
      expect((await collect(deep.chat(question, never))).text).toContain('Paris');
      await deep.close();
    });

    it('has room for as many tokens as we say, to the block', async () => {
      const shape = shapeOfDescription(await describeModel(vllmModelFolder('smol')));
      const { budgetGib, tokens } = vllmFiguresOf(server.log());
      expect(kvBytesPerToken(shape, 'bf16') * tokens).toBeLessThanOrEqual(budgetGib * GIB);
      expect(kvBytesPerToken(shape, 'bf16') * (tokens + BLOCK_TOKENS)).toBeGreaterThan(budgetGib * GIB);
    });
  });
});
