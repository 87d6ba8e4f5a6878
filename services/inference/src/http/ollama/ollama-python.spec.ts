// Ollama's official Python client, unchanged: with the embedded engine's real model, and where an engine must be made to misbehave, a mocked one.
import { join } from 'node:path';
import { describeWithPythonClients, until } from '@docmind/testing';
import { beforeAll, expect, it } from 'vitest';
import { LLAMA_MODEL, MOCK_MODEL, startFakeEmbedder, startLlamaUnderTest, startMockedUnderTest } from '../../service.fixture.js';

const script = join(import.meta.dirname, 'ollama-python.fixture.py');
const model = `${LLAMA_MODEL}:latest`;
const refusal = (status: number, message: string) => ({ class: 'ResponseError', status, message: expect.stringContaining(message) });

describeWithPythonClients('llm', 'the Ollama client in Python', (python) => {
  const ask = async (url: string, ...cases: string[]) => JSON.parse(await python.run(script, url, ...cases)) as Record<string, unknown>;

  let gave: Record<string, unknown>;
  beforeAll(async () => {
    const under = await startLlamaUnderTest();
    const real = ['chat', 'stream', 'async_stream', 'generate', 'schema', 'models', 'errors', 'abort'];
    gave = await ask(under.service.url, model, ...real).finally(() => under.close());
  });

  it('chats, whole and as a stream, with the same counts', () => {
    const { text, counts } = gave.chat as { text: string; counts: number[] };
    expect(gave.chat).toMatchObject({ class: 'ChatResponse', model, role: 'assistant', reason: 'stop', ns: expect.any(Number) });
    expect(text).toContain('Paris');
    const done = [...Array<boolean>(counts[1] as number).fill(false), true];
    expect(gave.stream).toEqual({ text, done, reason: 'stop', counts });
    expect(gave.async_stream).toBe(text);
  });

  it('generates, whole, as a stream and up to a limit', () => {
    const [whole, streamed, reason, count] = gave.generate as [string, string, string, number];
    expect(whole).toContain('Paris');
    expect([streamed, reason, count]).toEqual([whole, 'length', 3]);
  });

  it('gets an answer in the form it asked for', () => {
    expect(gave.schema).toEqual({ paris: expect.any(Boolean) });
  });

  it('lists, shows and loads models', () => {
    const show = [['completion'], { 'general.context_length': 1_024 }];
    expect(gave.models).toEqual({ list: [LLAMA_MODEL], ps: [LLAMA_MODEL], show, load: [true, 'load'] });
  });

  it('throws its own exception for our refusals, and reads the reason', () => {
    expect(gave.errors).toEqual({
      unknown: refusal(404, LLAMA_MODEL),
      unshown: refusal(404, LLAMA_MODEL),
      image: refusal(400, 'image_url'),
      tools: refusal(400, 'tools'),
      long: refusal(400, '3011 tokens'),
      pull: refusal(404, 'gpt-9'),
    });
  });

  it('stops the engine when it leaves a stream, so that the next request is served', () => {
    expect(gave.abort).toBe(1);
  });

  it('gets embeddings and tool calls, and is told to wait', async () => {
    const under = await startMockedUnderTest({ ENGINE_CONCURRENCY: '1', ENGINE_QUEUE_LIMIT: '0' });
    const embedder = await startFakeEmbedder(under.transport);
    expect(await ask(under.service.url, MOCK_MODEL, 'embed', 'tools', 'busy')).toEqual({
      embed: [[7, 0.5], [5, 0.5]], // prettier-ignore
      tools: ['weather', { city: 'Paris' }],
      busy: refusal(429, 'busy'),
    });
    await until(() => under.mock.abortedCount === 1, 'the engine to see the client leave');
    await embedder.close();
    await under.close();
  });

  it('throws when the engine breaks off', async () => {
    const under = await startMockedUnderTest();
    under.mock.errorMidStream();
    expect(await ask(under.service.url, MOCK_MODEL, 'broken')).toEqual({ broken: refusal(-1, 'mocked engine death') });
    await under.close();
  });
});
