// The official client against the embedded engine with its real model: what it can read, other clients can.
import { until } from '@docmind/testing';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, LLAMA_MODEL as model, startLlamaUnderTest } from '../../service.fixture.js';

const paris = [{ role: 'user' as const, content: 'What is the capital of France?' }];
const story = [{ role: 'user' as const, content: 'Write a long story about a whale.' }];

describe('the OpenAI client', () => {
  let under: InferenceUnderTest;
  let client: OpenAI;
  const refusal = async (promise: PromiseLike<unknown>): Promise<APIError> => {
    const thrown: unknown = await promise.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (thrown instanceof APIError) return thrown;
    throw new Error('it was not refused');
  };

  beforeAll(async () => {
    under = await startLlamaUnderTest({ INFERENCE_MODEL_ALIAS: 'docmind-small' });
    client = new OpenAI({ baseURL: `${under.service.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => under?.close());

  it('gets a completion with usage', async () => {
    const answer = await client.chat.completions.create({ model, messages: paris, temperature: 0, max_tokens: 30 });
    expect(answer.object).toBe('chat.completion');
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', content: expect.stringContaining('Paris') },
    });
    expect(answer.usage?.total_tokens).toBe((answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0));
  });

  it('gets a stream: the role first, then text, the reason, usage last', async () => {
    const stream = await client.chat.completions.create({
      model: 'docmind-small',
      messages: paris,
      temperature: 0,
      max_tokens: 30,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toContain('Paris');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } });
  });

  it('gets a response, whole and as a stream, with the same words', async () => {
    const asked = { model, input: paris, temperature: 0, max_output_tokens: 30 };
    const whole = await client.responses.create(asked);
    expect(whole.output_text).toContain('Paris');
    const streamed = await client.responses.stream(asked).finalResponse();
    expect([streamed.output_text, streamed.usage]).toEqual([whole.output_text, whole.usage]);
  });

  it('is told when max_tokens ended the answer, and can stop at a text', async () => {
    const short = await client.chat.completions.create({ model, messages: story, max_tokens: 4 });
    expect(short).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 4 } });
    const stopped = await client.chat.completions.create({ model, messages: paris, temperature: 0, stop: 'Paris' });
    expect(stopped.choices[0]?.finish_reason).toBe('stop');
    expect(stopped.choices[0]?.message.content).not.toContain('Paris');
  });

  it('gets the same text for the same seed', async () => {
    const ask = () => client.chat.completions.create({ model, messages: story, temperature: 1, seed: 11, max_tokens: 10 });
    const [first, second] = [await ask(), await ask()];
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
  });

  it('gets JSON that keeps to its schema', async () => {
    const schema = { type: 'object', properties: { paris: { type: 'boolean' } }, required: ['paris'], additionalProperties: false };
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema } };
    const answer = await client.chat.completions.create({ model, messages: paris, response_format, max_tokens: 40 });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ paris: expect.any(Boolean) });
  });

  it('lists the models and gets one of them', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([model, 'docmind-small']);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
    expect(await refusal(client.models.retrieve('other/name'))).toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('reads our errors: an unknown model, a wrong field, a prompt that is too long', async () => {
    const unknown = await refusal(client.chat.completions.create({ model: 'gpt-9', messages: paris }));
    expect(unknown).toMatchObject({ status: 404, code: 'model_not_found', type: 'invalid_request_error' });
    expect(unknown.message).toContain(model);
    const wrong = await refusal(client.chat.completions.create({ model, messages: [], temperature: 3 }));
    expect(wrong).toMatchObject({ status: 400, param: 'messages' });
    expect(wrong.message).toContain('temperature');
    const long = await refusal(client.chat.completions.create({ model, messages: [{ role: 'user', content: 'word '.repeat(3_000) }] }));
    expect(long).toMatchObject({ status: 400, code: 'context_length_exceeded', message: expect.stringMatching(/\d+ tokens.*1024/) });
  });

  it('stops the engine when it aborts a stream', async () => {
    const before = await under.metric('docmind_inference_aborted_total');
    const stream = await client.chat.completions.create({ model, messages: story, stream: true, max_tokens: 900 });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    stream.controller.abort();
    await until(async () => (await under.metric('docmind_inference_aborted_total')) > before, 'the engine to have stopped');
    // Far above what an idle machine needs, far below what the rest of the story would take.
    expect(await under.metric('docmind_inference_last_abort_seconds')).toBeLessThan(2);
    expect(await under.metric('docmind_inference_running')).toBe(0);
  });

  it('counts tokens as the engine does', async () => {
    const { usage } = await client.chat.completions.create({ model, messages: paris, max_tokens: 1 });
    const counted = (await (await under.post('/tokenize', { messages: paris })).json()) as { count: number; max_model_len: number };
    expect(counted).toMatchObject({ count: usage?.prompt_tokens, max_model_len: 1_024 });
  });
});
