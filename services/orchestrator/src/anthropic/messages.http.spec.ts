import Anthropic from '@anthropic-ai/sdk';
import type { DocmindExtras } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { BACKUPS, orchestratorWithFakes } from '../orchestrator.fixture.js';

const QUESTION = [{ role: 'user' as const, content: 'How long are daily snapshots kept?' }];
const ASKED = { model: 'docmind', max_tokens: 200, messages: QUESTION };
const ANSWER = 'Daily snapshots are kept for 35 days.';
const TOOLS = [{ name: 'weather', description: 'The weather', input_schema: { type: 'object' as const, properties: {} } }];
const CALL = { id: 'call_1', type: 'function' as const, function: { name: 'weather', arguments: '{"place":"Oslo"}' } };
const USE = { type: 'tool_use' as const, id: 'call_1', name: 'weather', input: { place: 'Oslo' } };

async function client() {
  const { service, fakes } = await orchestratorWithFakes();
  fakes.know({ name: 'backups.md', text: BACKUPS });
  fakes.passages = fakes.passages.map((passage) => ({ ...passage, place: { start: 100, end: 100 + BACKUPS.length } }));
  fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return { anthropic: new Anthropic({ baseURL: service.url, apiKey: 'none', maxRetries: 0 }), fakes, url: service.url };
}

describe("Anthropic's official client at docmind", () => {
  it('gets an answer with its quotes as citations, whole and streamed', async () => {
    const { anthropic } = await client();
    const { data, response } = await anthropic.messages.create(ASKED).withResponse();
    const cited = {
      type: 'char_location',
      cited_text: 'Daily snapshots are kept 35 days; weekly a year.',
      document_index: 0,
      document_title: 'backups.md',
      start_char_index: 100,
      end_char_index: 148,
    };
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'docmind',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: ANSWER, citations: [cited] }],
      usage: { input_tokens: 10, output_tokens: 2 },
      docmind: { sources: [{ documentName: 'backups.md' }], validation: { grounded: true } },
    });
    expect(response.headers.get('x-docmind-cache')).toBe('miss');
    const stream = anthropic.messages.stream({ ...ASKED, docmind: { cache: 'bypass' } } as typeof ASKED);
    let extras: DocmindExtras | undefined;
    for await (const event of stream)
      if (event.type === 'message_delta') extras = (event as typeof event & { docmind: DocmindExtras }).docmind;
    const last = await stream.finalMessage();
    expect([last.content, last.stop_reason, last.usage.input_tokens]).toEqual([data.content, 'end_turn', 10]);
    expect(extras).toMatchObject({ sources: [{ documentName: 'backups.md' }], validation: { mode: 'generated' } });
  });

  it('goes on from the turns that it sends, and asks only the documents it names', async () => {
    const { anthropic, fakes } = await client();
    const turns = [...QUESTION, { role: 'assistant' as const, content: ANSWER }, { role: 'user' as const, content: 'And weekly ones?' }];
    const followed = await anthropic.messages.create({ ...ASKED, system: 'Be brief.', messages: turns });
    expect([followed.type, fakes.sessions.size]).toEqual(['message', 0]);
    const within = { ...ASKED, docmind: { folders: ['backups.md'] } } as typeof ASKED;
    expect(await anthropic.messages.create(within)).toMatchObject({ docmind: { validation: { mode: 'generated' } } });
    expect(fakes.searches.at(-1)).toMatchObject({ under: ['backups.md'] });
  });

  it('is called back with its own tools by the engine, whole and streamed, and hands in what they said', async () => {
    const { anthropic, fakes } = await client();
    fakes.answer = [];
    fakes.toolCalls = [CALL];
    const web = { type: 'web_search_20250305' as const, name: 'web_search' as const };
    const asked = { ...ASKED, tools: [...TOOLS, web], tool_choice: { type: 'any' as const } };
    const whole = await anthropic.messages.create(asked);
    expect([whole.stop_reason, whole.content, 'docmind' in whole]).toEqual(['tool_use', [USE], false]);
    expect((await anthropic.messages.stream(asked).finalMessage()).content).toEqual([USE]);
    expect(fakes.prompts.at(-1)).toMatchObject({ tool_choice: 'required', tools: [{ function: { name: 'weather' } }] });
    expect([fakes.searches, fakes.prompts.at(-1)?.tools?.length]).toEqual([[], 1]);
    fakes.toolCalls = undefined;
    fakes.answer = ['Rain.'];
    const said = { role: 'user' as const, content: [{ type: 'tool_result' as const, tool_use_id: 'call_1', content: 'rain' }] };
    const done = await anthropic.messages.create({
      ...ASKED,
      tools: TOOLS,
      messages: [...QUESTION, { role: 'assistant', content: [USE] }, said],
    });
    expect([done.content, fakes.prompts.at(-1)?.messages.map(({ role }) => role)]).toMatchObject([
      [{ type: 'text', text: 'Rain.' }],
      ['user', 'assistant', 'tool'],
    ]);
    const named = { ...asked, tool_choice: { type: 'tool' as const, name: 'web_search' } };
    await expect(anthropic.messages.create(named)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/web_search.* must be in tools/),
    });
  });

  it('counts what it sends by the tokenizer of the model behind', async () => {
    const { anthropic } = await client();
    const counted = await anthropic.messages.countTokens({ model: 'docmind', system: 'Be brief.', messages: QUESTION });
    expect(counted).toEqual({ input_tokens: 12 });
    await expect(anthropic.messages.countTokens({ model: 'claude-9', messages: QUESTION })).rejects.toMatchObject({ status: 404 });
  });

  it('reads refusals in its own words, before an answer and in the middle of one', async () => {
    const { anthropic, fakes } = await client();
    const refused = (more: object) => expect(anthropic.messages.create({ ...ASKED, ...more } as typeof ASKED)).rejects;
    await refused({ model: 'claude-9' }).toMatchObject({ status: 404, error: { type: 'error', error: { type: 'not_found_error' } } });
    const invalid = { status: 400, error: { error: { type: 'invalid_request_error' } } };
    await refused({ messages: [...QUESTION, { role: 'assistant', content: 'They' }] }).toMatchObject(invalid);
    const format = { type: 'json_schema', schema: { type: 'object', properties: { days: { type: 'number' } } } };
    const inText = { ...invalid, message: expect.stringMatching(/output_config\.format: .*answers in text/) };
    await refused({ output_config: { format } }).toMatchObject(inText);
    await refused({ output_config: { format }, stream: true }).toMatchObject(inText);
    const source = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' };
    await refused({ messages: [{ role: 'user', content: [{ type: 'image', source }] }] }).toMatchObject({
      ...invalid,
      message: expect.stringMatching(/of type image can't .*POST \/documents/),
    });
    const nothing = await fetch(`${anthropic.baseURL}/v1/messages/batches`, { method: 'POST' });
    expect([nothing.status, await nothing.json()]).toMatchObject([404, { type: 'error', error: { type: 'not_found_error' } }]);
    const read = await fetch(`${anthropic.baseURL}/v1/messages`);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await read.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
    fakes.documents = [];
    fakes.answer = async function* () {
      yield 'Once ';
      await Promise.resolve();
      throw new Error('a secret of the engine');
    };
    const story = anthropic.messages.stream({ ...ASKED, messages: [{ role: 'user', content: 'Write a story' }] }).finalMessage();
    const failure = await story.then(() => 'whole', String);
    expect(failure).toMatch(/api_error|overloaded_error/);
    expect(failure).not.toContain('secret');
  });
});
