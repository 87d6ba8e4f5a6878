// The official client's Responses API, over a mocked engine that calls tools, thinks and fails when it is told to.
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOCK_MODEL as model, startMockedUnderTest } from '../../service.fixture.js';

const INPUT = 'What is the capital of France?';
const SAID = 'The capital of France is Paris.';
const WEATHER = {
  type: 'function' as const,
  name: 'weather',
  description: 'The weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: true,
};

describe("OpenAI's client at /v1/responses", () => {
  let mocked: Awaited<ReturnType<typeof startMockedUnderTest>>;
  let client: OpenAI;
  beforeAll(async () => {
    mocked = await startMockedUnderTest();
    client = new OpenAI({ baseURL: `${mocked.service.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => mocked?.close());
  const sent = () => mocked.mock.requests.at(-1) as unknown as Record<string, unknown>;

  it('gets a response whole and as a stream, the same but for its ids', async () => {
    const asked = { model, input: INPUT, instructions: 'Be brief.', temperature: 0, max_output_tokens: 50, metadata: { of: 'a test' } };
    const whole = await client.responses.create(asked);
    expect(whole).toMatchObject({ object: 'response', status: 'completed', output_text: SAID, store: false, metadata: { of: 'a test' } });
    expect(sent()).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: INPUT },
      ],
      max_tokens: 50,
      temperature: 0,
    });
    const stream = client.responses.stream(asked);
    const types: string[] = [];
    const numbers: number[] = [];
    let written = '';
    for await (const event of stream) {
      types.push(event.type);
      numbers.push(event.sequence_number);
      if (event.type === 'response.output_text.delta') written += event.delta;
    }
    expect(written).toBe(SAID);
    expect(numbers).toEqual(numbers.map((_number, at) => at));
    expect(types.filter((type, at) => type !== types[at - 1])).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const last = await stream.finalResponse();
    expect([last.output_text, last.status, last.usage]).toEqual([SAID, 'completed', whole.usage]);
    expect(whole.usage).toMatchObject({ output_tokens: 6, total_tokens: (whole.usage?.input_tokens ?? 0) + 6 });
  });

  it('is called back with functions and with custom tools, and hands their results in', async () => {
    const asked = { model, input: INPUT, tools: [WEATHER, { type: 'web_search' as const }], tool_choice: 'required' as const };
    const whole = await client.responses.create(asked);
    const call = { type: 'function_call', call_id: 'call_mock', name: 'weather', arguments: '{"city": "Paris"}' };
    expect(whole.output).toMatchObject([call]);
    expect(whole.tools).toEqual([WEATHER]);
    expect(sent().tools).toEqual([
      { type: 'function', function: { name: 'weather', description: 'The weather', parameters: WEATHER.parameters, strict: true } },
    ]);
    expect((await client.responses.stream(asked).finalResponse()).output).toMatchObject([call]);

    const custom = await client.responses.create({ ...asked, tools: [{ type: 'custom', name: 'patch' }] });
    expect(custom.output).toMatchObject([{ type: 'custom_tool_call', name: 'patch', input: '{"city": "Paris"}' }]);
    expect(sent().tools).toMatchObject([{ function: { name: 'patch', parameters: { required: ['input'] } } }]);

    await client.responses.create({
      model,
      tools: [WEATHER],
      input: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'input_text', text: INPUT }] },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Let me see.', annotations: [] }],
        },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: 'all' },
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
        { type: 'custom_tool_call_output', call_id: 'c2', output: 'done' },
      ],
    });
    expect(sent().messages).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: INPUT },
      { role: 'assistant', content: 'Let me see.', tool_calls: [{ id: 'c1' }, { id: 'c2', function: { arguments: '{"input":"all"}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      { role: 'tool', tool_call_id: 'c2', content: 'done' },
    ]);
  });

  it('sees thoughts before the answer, sends pictures, and asks for a schema', async () => {
    const asked = { model, input: INPUT, reasoning: { effort: 'low' as const } };
    const streamed = await client.responses.stream(asked).finalResponse();
    expect(streamed.output).toMatchObject([
      { type: 'reasoning', content: [{ text: 'Let me see.' }] },
      { type: 'message', content: [{ text: SAID }] },
    ]);
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    await client.responses.create({
      model,
      input: [{ role: 'user', content: [{ type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=' }] }],
      text: { format: { type: 'json_schema', name: 'city', schema } },
    });
    expect(sent()).toMatchObject({
      messages: [{ content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }] }],
      response_format: { type: 'json_schema', json_schema: { name: 'city', schema } },
    });
  });

  it('is told when max_output_tokens ended the answer', async () => {
    const asked = { model, input: INPUT, max_output_tokens: 2 };
    const cut = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [{ status: 'incomplete' }] };
    expect(await client.responses.create(asked)).toMatchObject(cut);
    expect(await client.responses.stream(asked).finalResponse()).toMatchObject(cut);
  });

  it('reads our errors, before an answer and in the middle of one', async () => {
    const refused = (more: object) => expect(client.responses.create({ model, input: INPUT, ...more })).rejects;
    await refused({ model: 'gpt-9' }).toMatchObject({ status: 404, code: 'model_not_found' });
    await refused({ previous_response_id: 'resp_1' }).toMatchObject({ status: 400, param: 'previous_response_id' });
    await refused({ conversation: 'conv_1' }).toMatchObject({ status: 400, param: 'conversation' });
    await refused({ tool_choice: { type: 'web_search_preview' } }).toMatchObject({ status: 400, param: 'tool_choice' });
    await refused({ reasoning: { effort: 'utmost' } }).toMatchObject({ status: 400, param: 'reasoning.effort' });
    mocked.mock.errorMidStream();
    const stream = client.responses.stream({ model, input: INPUT });
    const last = await stream.finalResponse();
    expect(last).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('mocked engine death') } });
  });
});
