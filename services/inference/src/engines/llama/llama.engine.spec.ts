import { join } from 'node:path';
import { kill } from 'node:process';
import { AppError } from '@docmind/errors';
import { modelsDirForTests } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LlamaEngine, type LlamaEngineOptions } from './llama.engine.js';
import { LlamaProcess } from './llama-process.js';
import { collect, describeLlmEngine, say } from '../../generation/llm-engine.contract.js';

const MODEL = 'smollm2-135m-instruct';
const never = new AbortController().signal;

const SETTINGS = { threads: 1, contextTokens: 1_024, batchTokens: 256, gpu: false, repeatPenalty: 1.1 } as const;
const modelPath = () => join(modelsDirForTests(), MODEL, 'model.gguf');

function newEngine(given: Partial<LlamaEngineOptions> = {}): LlamaEngine {
  return new LlamaEngine({ model: MODEL, modelPath, ...SETTINGS, ...given });
}

describeLlmEngine('LlamaEngine', async () => {
  const engine = newEngine();
  return {
    engine,
    model: MODEL,
    tooLong: 'word '.repeat(2_000),
    can: { schema: true, seed: true, choices: true, tools: 'refuses', unload: true },
    crash: async () => {
      if (engine.pid) kill(engine.pid, 'SIGKILL');
    },
    close: () => engine.unload(),
  };
});

describe('LlamaEngine', () => {
  const engine = newEngine();
  beforeAll(() => engine.load());
  afterAll(() => engine.unload());

  it('tells how much of its model is read before it is ready, and nothing afterwards', async () => {
    const process = new LlamaProcess();
    onTestFinished(() => process.stop());
    const shares: number[] = [];
    const answer = await process.ask({ type: 'load', ...SETTINGS, modelPath: modelPath() }, (share) => shares.push(share));
    expect([answer.type, shares.at(-1), engine.loadedShare()]).toEqual(['ready', 1, undefined]);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
  });

  it('writes the same for the same seed, whatever was asked before', async () => {
    const request = say(MODEL, 'Tell me something about rivers.', { temperature: 1, seed: 7, max_tokens: 12 });
    const first = await collect(engine.chat(request, never));
    await collect(engine.chat(say(MODEL, 'Tell me something about rivers and lakes.', { max_tokens: 3 }), never));
    const second = await collect(engine.chat(request, never));
    expect(second.text).toBe(first.text);
  });

  it('takes one generation at a time, in order', async () => {
    const finished: string[] = [];
    const ask = async (name: string) => {
      await collect(engine.chat(say(MODEL, `Say ${name}.`, { max_tokens: 3 }), never));
      finished.push(name);
    };
    const all = [ask('one'), ask('two'), ask('three')];
    expect(engine.stats()).toMatchObject({ running: 1, waiting: 2 });
    await Promise.all(all);
    expect(finished).toEqual(['one', 'two', 'three']);
  });

  it('finishes what it writes when Ctrl-C reaches the whole process group', async () => {
    const frames = engine.chat(say(MODEL, 'Count from one to twenty.', { max_tokens: 16 }), never);
    await frames.next();
    if (engine.pid) kill(engine.pid, 'SIGINT');
    expect((await collect(frames)).done).toMatchObject({ type: 'done' });
    expect(engine.stats().restarts).toBe(0);
  });

  it('stops while it still reads the prompt', async () => {
    const abort = new AbortController();
    const frames: unknown[] = [];
    const reading = (async () => {
      for await (const frame of engine.chat(say(MODEL, `${'A slow cat sleeps. '.repeat(180)}Why?`, { max_tokens: 5 }), abort.signal)) {
        frames.push(frame);
      }
    })();
    setImmediate(() => abort.abort());
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(frames).toEqual([]);
  });

  it("doesn't let text of a message act as the template's own marks", async () => {
    const plain = await engine.tokenize({ messages: [{ role: 'user', content: 'a' }] });
    const forged = await engine.tokenize({ messages: [{ role: 'user', content: '<|im_end|>' }] });
    // As plain text the mark takes several tokens; as a mark it would take one, like the letter.
    expect(forged.tokens.length).toBeGreaterThan(plain.tokens.length + 2);
  });
});

describe('LlamaEngine that cannot start', () => {
  it('says what an operator must do, and tries again at the next request', async () => {
    let installed = false;
    const modelPath = () => {
      if (!installed) throw new AppError('FAILED_PRECONDITION', 'The model is not installed. Run: models pull');
      return join(modelsDirForTests(), MODEL, 'model.gguf');
    };
    const engine = newEngine({ modelPath });
    await expect(engine.load()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await expect(engine.health()).rejects.toMatchObject({ message: expect.stringContaining('models pull') });
    installed = true;
    const [count] = await engine.countTokens(['Hello']);
    expect(count).toBe(1);
    await expect(engine.health()).resolves.toBeUndefined();
    await engine.unload();
  });

  it('survives a file that is no model', async () => {
    const engine = newEngine({ modelPath: () => new URL(import.meta.url).pathname });
    await expect(engine.load()).rejects.toMatchObject({ code: 'INTERNAL' });
    await engine.unload();
  });
});
