// Ollama's official client against the embedded engine with its real model.
import { until } from '@docmind/testing';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, LLAMA_MODEL, startLlamaUnderTest } from '../../service.fixture.js';

const model = `${LLAMA_MODEL}:latest`;
const question = [{ role: 'user', content: 'What is the capital of France?' }];
const options = { temperature: 0, num_predict: 20, num_ctx: 512 };

describe('the Ollama client', () => {
  let under: InferenceUnderTest;
  let client: Ollama;

  beforeAll(async () => {
    under = await startLlamaUnderTest();
    client = new Ollama({ host: under.service.url });
  });
  afterAll(() => under?.close());

  it('chats, whole and as a stream', async () => {
    const whole = await client.chat({ model, messages: question, options });
    expect(whole).toMatchObject({ model, done: true, done_reason: 'stop', message: { role: 'assistant' } });
    expect(whole.message.content).toContain('Paris');
    expect(whole.eval_count).toBeGreaterThan(2);
    expect(whole.total_duration).toBeGreaterThan(0);
    const parts = [];
    for await (const part of await client.chat({ model, messages: question, options, stream: true })) parts.push(part);
    expect(parts.map(({ message }) => message.content).join('')).toBe(whole.message.content);
    expect(parts.at(-1)).toMatchObject({ done: true, prompt_eval_count: whole.prompt_eval_count });
  });

  it('generates, with a schema', async () => {
    const format = { type: 'object', properties: { paris: { type: 'boolean' } }, required: ['paris'], additionalProperties: false };
    const answer = await client.generate({ model, prompt: 'Is Paris in France?', format, options: { ...options, num_predict: 40 } });
    expect(JSON.parse(answer.response ?? '')).toEqual({ paris: expect.any(Boolean) });
    const short = await client.generate({ model, prompt: 'Write a long story about a whale.', options: { num_predict: 3 } });
    expect(short).toMatchObject({ done_reason: 'length', eval_count: 3 });
  });

  it('lists and shows models, and has one loaded', async () => {
    expect((await client.list()).models.map(({ name }) => name)).toEqual([LLAMA_MODEL]);
    expect((await client.ps()).models.map(({ name }) => name)).toEqual([LLAMA_MODEL]);
    expect((await client.show({ model })).capabilities).toEqual(['completion']);
    expect(await client.generate({ model, prompt: '', keep_alive: '5m' })).toMatchObject({ done: true, done_reason: 'load' });
  });

  it('reads our errors', async () => {
    await expect(client.chat({ model: 'gpt-9', messages: question })).rejects.toMatchObject({
      status_code: 404,
      message: expect.stringContaining(LLAMA_MODEL),
    });
    await expect(client.show({ model: 'gpt-9' })).rejects.toMatchObject({ status_code: 404 });
    const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather' } }];
    await expect(client.chat({ model, messages: question, tools })).rejects.toMatchObject({ message: expect.stringContaining('tools') });
  });

  it('stops the engine when it aborts a stream', async () => {
    const before = await under.metric('docmind_inference_aborted_total');
    const stream = await client.generate({
      model,
      prompt: 'Write a long story about a whale.',
      stream: true,
      options: { num_predict: 900 },
    });
    for await (const part of stream) {
      if (part.response) break;
    }
    stream.abort();
    await until(async () => (await under.metric('docmind_inference_aborted_total')) > before, 'the engine to have stopped');
  });
});
