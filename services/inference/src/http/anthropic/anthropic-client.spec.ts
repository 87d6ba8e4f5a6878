// Anthropic's official client: with the embedded engine's real model, and with a mocked one for tools, thoughts and faults.
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, LLAMA_MODEL, MOCK_MODEL, startLlamaUnderTest, startMockedUnderTest } from '../../service.fixture.js';

const PARIS = [{ role: 'user' as const, content: 'What is the capital of France?' }];
const SAID = 'The capital of France is Paris.';
const TOOLS = [
  { name: 'weather', description: 'The weather', input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } } },
];

describe("Anthropic's client", () => {
  let llama: InferenceUnderTest;
  let mocked: Awaited<ReturnType<typeof startMockedUnderTest>>;
  const clientOf = ({ service }: InferenceUnderTest) => new Anthropic({ baseURL: service.url, apiKey: 'none', maxRetries: 0 });
  beforeAll(async () => {
    [llama, mocked] = await Promise.all([startLlamaUnderTest(), startMockedUnderTest()]);
  });
  afterAll(async () => {
    await llama?.close();
    await mocked?.close();
  });
  const ask = { model: MOCK_MODEL, max_tokens: 50, messages: PARIS };
  const sent = () => mocked.mock.requests.at(-1) as unknown as Record<string, unknown>;

  it('gets a message of a real model, whole and as a stream, with the same counts, and counts before it asks', async () => {
    const client = clientOf(llama);
    const real = { model: LLAMA_MODEL, max_tokens: 20, temperature: 0, system: 'Be brief.', messages: PARIS };
    const whole = await client.messages.create(real);
    expect(whole).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn', content: [{ type: 'text' }] });
    expect(JSON.stringify(whole.content)).toContain('Paris');
    const streamed = await client.messages.stream(real).finalMessage();
    expect([streamed.content, streamed.usage.output_tokens]).toEqual([whole.content, whole.usage.output_tokens]);
    const { input_tokens } = await client.messages.countTokens({ model: LLAMA_MODEL, system: 'Be brief.', messages: PARIS });
    expect(input_tokens).toBe(whole.usage.input_tokens);
    const short = await client.messages.create({ ...real, max_tokens: 2 });
    expect(short.stop_reason).toBe('max_tokens');
  });

  it('gets what a schema allows, by its name of today and by that of the betas', async () => {
    const schema = { type: 'object', properties: { capital: { type: 'string' } }, required: ['capital'], additionalProperties: false };
    const response_format = { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } };
    await clientOf(mocked).messages.create({ ...ask, output_config: { format: { type: 'json_schema', schema } } });
    expect(sent()).toMatchObject({ response_format });
    await clientOf(mocked).beta.messages.create({ ...ask, ...{ output_format: { type: 'json_schema', schema } } });
    expect(sent()).toMatchObject({ response_format });
    const real = { ...ask, model: LLAMA_MODEL, temperature: 0, output_config: { format: { type: 'json_schema' as const, schema } } };
    const { content } = await clientOf(llama).messages.create(real);
    expect(JSON.parse(content[0]?.type === 'text' ? content[0].text : '')).toEqual({ capital: expect.any(String) });
  });

  it('answers a client that asks for more tokens than the model has, as those do that know larger models only', async () => {
    const asked = { model: LLAMA_MODEL, max_tokens: 128_000, temperature: 0, messages: PARIS };
    expect((await clientOf(llama).messages.stream(asked).finalMessage()).stop_reason).toBe('end_turn');
  });

  it('is called back with tools, whole and streamed, and hands results in', async () => {
    const client = clientOf(mocked);
    const asked = { ...ask, tools: TOOLS, tool_choice: { type: 'any' as const } };
    const use = { type: 'tool_use', id: 'call_mock', name: 'weather', input: { city: 'Paris' } };
    const whole = await client.messages.create(asked);
    expect([whole.stop_reason, whole.content]).toEqual(['tool_use', [use]]);
    expect(sent()).toMatchObject({ tool_choice: 'required', tools: [{ type: 'function', function: { name: 'weather' } }] });
    expect((await client.messages.stream(asked).finalMessage()).content).toEqual([use]);
    const results = [
      { type: 'tool_result' as const, tool_use_id: 'call_mock', content: [{ type: 'text' as const, text: 'rain' }] },
      { type: 'text' as const, text: 'And tomorrow?' },
    ];
    await client.messages.create({
      ...ask,
      tools: TOOLS,
      messages: [...PARIS, { role: 'assistant', content: whole.content }, { role: 'user', content: results }],
    });
    expect((sent().messages as { role: string }[]).map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(sent()).toMatchObject({
      messages: [{}, { tool_calls: [{ id: 'call_mock' }] }, { tool_call_id: 'call_mock', content: 'rain' }, {}],
    });
  });

  it('sees thoughts before the answer, and sends pictures', async () => {
    const client = clientOf(mocked);
    const thinking = { type: 'enabled' as const, budget_tokens: 1_024 };
    const streamed = await client.messages.stream({ ...ask, max_tokens: 500, thinking }).finalMessage();
    expect(streamed.content).toMatchObject([
      { type: 'thinking', thinking: 'Let me see.' },
      { type: 'text', text: SAID },
    ]);
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: 'iVBORw0KGgo=' };
    await client.messages.create({ ...ask, messages: [{ role: 'user', content: [{ type: 'image', source }] }] });
    expect(sent()).toMatchObject({
      messages: [{ content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }] }],
    });
    const paper = { type: 'document' as const, source: { type: 'text' as const, media_type: 'text/plain' as const, data: 'Hi' } };
    const refused = client.messages.create({ ...ask, messages: [{ role: 'user', content: [paper] }] });
    await expect(refused).rejects.toThrow(/messages\.0\.content\.0\.type: .*Expected 'text' \| 'image'/);
    const result = { type: 'tool_result' as const, tool_use_id: 'call_mock', content: [{ type: 'image' as const, source }] };
    const call = { type: 'tool_use' as const, id: 'call_mock', name: 'weather', input: {} };
    const turns = [...PARIS, { role: 'assistant' as const, content: [call] }, { role: 'user' as const, content: [result] }];
    await client.messages.create({ ...ask, tools: TOOLS, messages: turns });
    expect(sent()).toMatchObject({
      messages: [{}, {}, { role: 'tool', content: '' }, { role: 'user', content: [{ type: 'image_url' }] }],
    });
  });

  it('reads our errors, before an answer and in the middle of one', async () => {
    const client = clientOf(mocked);
    await expect(client.messages.create({ ...ask, model: 'claude-9' })).rejects.toMatchObject({
      status: 404,
      error: { error: { type: 'not_found_error' } },
    });
    await expect(client.messages.create({ ...ask, messages: [] })).rejects.toMatchObject({
      status: 400,
      error: { error: { type: 'invalid_request_error' } },
    });
    mocked.mock.errorMidStream();
    await expect(client.messages.stream(ask).finalMessage()).rejects.toThrow(/mocked engine death/);
    const neighbour = await fetch(`${mocked.service.url}/v1/nothing`);
    expect(await neighbour.json()).toMatchObject({ error: { type: 'invalid_request_error', param: null } });
  });
});
