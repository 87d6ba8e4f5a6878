import { cacheSemanticLookup } from '@docmind/contracts';
import { until } from '@docmind/testing';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { BACKUPS, orchestratorWithFakes } from '../orchestrator.fixture.js';

const ASKED = { model: 'docmind', input: 'How long are daily snapshots kept?' };
const ANSWER = 'Daily snapshots are kept for 35 days.';

async function client() {
  const { service, fakes } = await orchestratorWithFakes();
  fakes.know({ name: 'backups.md', text: BACKUPS });
  fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return { openai: new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'none', maxRetries: 0 }), fakes };
}

describe("the official client's responses", () => {
  it('are answers with their sources as citations, whole and streamed', async () => {
    const { openai } = await client();
    const { data, response } = await openai.responses.create({ ...ASKED, store: false }).withResponse();
    expect(data).toMatchObject({
      status: 'completed',
      output_text: ANSWER,
      output: [{ type: 'message', content: [{ annotations: [{ type: 'file_citation', filename: 'backups.md', index: ANSWER.length }] }] }],
      usage: { total_tokens: 12 },
      docmind: { sources: [{ documentName: 'backups.md' }], validation: { grounded: true } },
    });
    expect(response.headers.get('x-docmind-cache')).toBe('miss');
    const stream = openai.responses.stream({ ...ASKED, store: false });
    let written = '';
    for await (const event of stream) if (event.type === 'response.output_text.delta') written += event.delta;
    const last = await stream.finalResponse();
    expect([written, last.output_text, last.status]).toEqual([ANSWER, ANSWER, 'completed']);
    expect(last.output).toMatchObject([{ content: [{ annotations: [{ filename: 'backups.md' }] }] }]);
  });

  it('are gone on from by their id, which is a session', async () => {
    const { openai, fakes } = await client();
    const first = await openai.responses.create({ ...ASKED, stream: true }).then(async (events) => {
      for await (const event of events) if (event.type === 'response.completed') return event.response;
      throw new Error('it did not end');
    });
    const [sessionId = ''] = [...fakes.sessions.keys()];
    expect(first.id.startsWith(`${sessionId}_`)).toBe(true);
    const follow = { model: 'docmind', input: 'And who tests them?', previous_response_id: first.id };
    const second = await openai.responses.create(follow);
    expect(second).toMatchObject({ previous_response_id: first.id, store: true });
    expect([fakes.sessions.size, fakes.messages.get(sessionId)?.length]).toEqual([1, 4]);
    // A branch would need the session as it was then.
    await expect(openai.responses.create(follow)).rejects.toMatchObject({ status: 400, param: 'previous_response_id' });
    expect((await openai.responses.create({ ...follow, previous_response_id: second.id })).id).not.toBe(second.id);
  });

  it('go on from one only once, though two ask at the same time', async () => {
    const { openai, fakes } = await client();
    const first = await openai.responses.create(ASKED);
    const [sessionId = ''] = [...fakes.sessions.keys()];
    // The one whose turn it is goes on once the other is in line behind it.
    fakes.hold(
      cacheSemanticLookup,
      until(() => fakes.turns.get(sessionId)?.length === 2, 'both to be in line'),
    );
    const follow = (input: string) => openai.responses.create({ model: 'docmind', input, previous_response_id: first.id });
    const both = await Promise.allSettled([follow('And who tests them?'), follow('And how long are weekly ones kept?')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { status: 400, param: 'previous_response_id' } });
    expect(fakes.messages.get(sessionId)).toHaveLength(4);
  });

  it('say so where they break off in the middle, and are not kept', async () => {
    const { openai, fakes } = await client();
    fakes.documents = [];
    fakes.answer = async function* () {
      yield 'Once ';
      await Promise.resolve();
      throw new Error('a secret of the engine');
    };
    const types: string[] = [];
    const events = await openai.responses.create({ model: 'docmind', input: 'Write a story', stream: true });
    let told = '';
    for await (const event of events) {
      types.push(event.type);
      told += JSON.stringify(event);
    }
    expect(types).toContain('response.output_text.delta');
    expect([types.at(-1), types.includes('response.completed')]).toEqual(['response.failed', false]);
    expect(told).not.toContain('secret');
    expect(fakes.messages.size).toBe(0);
  });

  it('are not kept where that is not wanted', async () => {
    const { openai, fakes } = await client();
    const { id } = await openai.responses.create({ ...ASKED, store: false });
    expect(fakes.sessions.size).toBe(0);
    const gone = openai.responses.create({ ...ASKED, previous_response_id: id });
    await expect(gone).rejects.toMatchObject({ status: 404, code: 'previous_response_not_found', param: 'previous_response_id' });
    const unknown = `resp_${'0'.repeat(32)}_${'0'.repeat(32)}`;
    await expect(openai.responses.create({ ...ASKED, previous_response_id: unknown })).rejects.toMatchObject({ status: 404 });
  });

  it('go to the engine with tools of the caller, whole and streamed', async () => {
    const { openai, fakes } = await client();
    fakes.answer = [];
    fakes.toolCalls = [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"place":"Oslo"}' } }];
    const tools = [{ type: 'function' as const, name: 'weather', parameters: { type: 'object' }, strict: false }];
    const asked = { model: 'docmind', input: 'How is the weather in Oslo?', tools };
    const call = { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"place":"Oslo"}' };
    expect((await openai.responses.create(asked)).output).toMatchObject([call]);
    expect((await openai.responses.stream(asked).finalResponse()).output).toMatchObject([call]);
    expect([fakes.searches, fakes.sessions.size]).toEqual([[], 0]);
    const given = [{ role: 'user' as const, content: 'Oslo?' }, call as OpenAI.Responses.ResponseFunctionToolCall];
    fakes.toolCalls = undefined;
    fakes.answer = ['Rain.'];
    const done = await openai.responses.create({
      ...asked,
      input: [...given, { type: 'function_call_output', call_id: 'call_1', output: 'rain' }],
    });
    expect([done.output_text, fakes.prompts.at(-1)?.messages.map(({ role }) => role)]).toEqual(['Rain.', ['user', 'assistant', 'tool']]);
    const gone = openai.responses.create({ ...asked, previous_response_id: 'resp_1' });
    await expect(gone).rejects.toMatchObject({ status: 400, param: 'previous_response_id' });
  });

  it('are refused in the words of the API', async () => {
    const { openai } = await client();
    const refused = (more: object) => expect(openai.responses.create({ ...ASKED, ...more })).rejects;
    await refused({ model: 'gpt-x' }).toMatchObject({ status: 404, code: 'model_not_found' });
    await refused({ input: '' }).toMatchObject({ status: 400 });
    await refused({ text: { format: { type: 'json_object' } } }).toMatchObject({ status: 400, param: 'text.format' });
    await refused({
      input: [
        { role: 'user', content: 'How long?' },
        { role: 'assistant', content: 'They' },
      ],
    }).toMatchObject({ status: 400, param: 'input' });
    const picture = { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=' };
    await refused({ input: [{ role: 'user', content: [picture] }] }).toMatchObject({
      ...{ status: 400, param: 'input' },
      message: expect.stringMatching(/input: a part of type input_image/),
    });
    await refused({ background: true }).toMatchObject({ status: 400, param: 'background' });
  });
});
