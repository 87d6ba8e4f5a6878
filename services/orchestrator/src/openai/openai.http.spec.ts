import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { post } from '../orchestrator.fixture.js';
import { client, user } from './openai.fixture.js';

const picture = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };

describe('the official OpenAI client', () => {
  it('gets a completion with usage, headers and sources', async () => {
    const { openai } = await client();
    const ask = { model: 'docmind', messages: [user('How long are daily snapshots kept?')] };
    const { data, response } = await openai.chat.completions.create(ask).withResponse();
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'docmind',
      choices: [{ message: { role: 'assistant', content: 'Daily snapshots are kept for 35 days.' }, finish_reason: 'stop' }],
      usage: { total_tokens: 12 },
      docmind: { sources: [{ documentName: 'backups.md' }] },
    });
    expect(response.headers.get('x-docmind-cache')).toBe('miss');
    const again = await openai.chat.completions.create(ask).withResponse();
    expect(Object.fromEntries(again.response.headers)).toMatchObject({
      'x-docmind-cache': 'exact',
      'x-docmind-cache-similarity': '1.0000',
      'x-docmind-cache-probability': '1.0000',
      'x-docmind-cache-age': '2',
      'x-docmind-cache-entry': 'entry-1',
    });
  });

  it('is told what comes nearest where the documents do not say', async () => {
    const { openai } = await client();
    const reply = await openai.chat.completions.create({ model: 'docmind', messages: [user('Who may delete weekly snapshots?')] });
    expect(reply).toMatchObject({
      choices: [{ message: { content: "The documents don't say." }, finish_reason: 'stop' }],
      docmind: { sources: [], nearest: [{ documentName: 'backups.md' }], validation: { grounded: false, mode: 'refused' } },
    });
  });

  it('streams, with usage in the last chunk when asked', async () => {
    const { openai } = await client();
    const stream = await openai.chat.completions.create({
      model: 'docmind',
      messages: [user('How long are daily snapshots kept?')],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    const finishes: unknown[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe('Daily snapshots are kept for 35 days.');
    expect(finishes).toEqual(['stop']);
    expect(usage?.total_tokens).toBe(12);
  });

  it('passes sampling on and takes earlier messages as the conversation', async () => {
    const { openai, fakes } = await client();
    fakes.documents = [];
    await openai.chat.completions.create({
      model: 'docmind',
      messages: [{ role: 'system', content: 'Be terse.' }, user('Hi'), { role: 'assistant', content: 'Hello' }, user('Write one word')],
      temperature: 0.5,
      seed: 7,
      stop: ['END'],
      max_tokens: 5,
      top_p: 0.9,
    });
    expect(fakes.prompts[0]).toMatchObject({ temperature: 0.5, seed: 7, stop: ['END'], max_tokens: 5, top_p: 0.9 });
    expect(fakes.prompts[0]?.messages.map(({ content }) => content)).toEqual(['Be terse.', 'Hi', 'Hello', 'Write one word']);
    expect(fakes.lookups[0]?.scope).toMatchObject({ corpus: '', queryType: 'chat', conversation: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('calls no half sentence an answer that a stop word cut', async () => {
    const { openai, fakes } = await client();
    fakes.answer = ['Daily snapshots are kept for'];
    const { choices } = await openai.chat.completions.create({
      model: 'docmind',
      messages: [user('How long are daily snapshots kept?')],
      stop: ['35'],
    });
    expect(choices[0]?.message.content).not.toMatch(/kept for$/);
  });

  it("reads parts, a call's null content, and fields that it doesn't know", async () => {
    const { openai, fakes } = await client();
    fakes.documents = [];
    const call = { id: 'call-1', type: 'function' as const, function: { name: 'look', arguments: '{}' } };
    const completion = await openai.chat.completions.create({
      model: 'docmind',
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be terse.' }] },
        user('Hi'),
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call-1', content: [{ type: 'text', text: 'found' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Write' },
            { type: 'text', text: 'one word' },
          ],
        },
      ],
      // Of a client that is newer than this service, and of other servers.
      ...{ prediction: null, web_search_options: {}, chat_template_kwargs: { enable_thinking: false }, top_k: 20 },
    });
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(fakes.prompts[0]?.messages.map(({ content }) => content)).toEqual(['Be terse.', 'Hi', 'Hello', 'Write\none word']);
  });

  it('is refused what an answer of the agents has not: log probabilities, with tools too', async () => {
    const { openai } = await client();
    const refused = (more: object) => expect(openai.chat.completions.create({ model: 'docmind', messages: [user('Hi')], ...more })).rejects;
    await refused({ logprobs: true }).toMatchObject({ status: 400, param: 'logprobs' });
    await refused({ top_logprobs: 2, stream: true }).toMatchObject({ status: 400, param: 'top_logprobs' });
    const tool = { type: 'function', function: { name: 'look' } };
    await refused({ logprobs: true, tools: [tool] }).toMatchObject({ status: 400, param: 'logprobs' });
  });

  it('is told what it would wait for in vain: sound, and calls of functions in the old form', async () => {
    const { openai } = await client();
    const refused = (more: object) => expect(openai.chat.completions.create({ model: 'docmind', messages: [user('Hi')], ...more })).rejects;
    await refused({ modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } }).toMatchObject({
      status: 400,
      param: 'modalities',
    });
    await refused({ functions: [{ name: 'look' }], stream: true }).toMatchObject({ status: 400, param: 'functions' });
    const { choices } = await openai.chat.completions.create({ model: 'docmind', messages: [user('Hi')], modalities: ['text'] });
    expect(choices[0]?.finish_reason).toBe('stop');
  });

  it('reports a length finish and keeps it out of the cache', async () => {
    const { openai, fakes } = await client();
    fakes.documents = [];
    fakes.finishReason = 'length';
    const completion = await openai.chat.completions.create({ model: 'docmind', messages: [user('Write a story')] });
    expect(completion.choices[0]?.finish_reason).toBe('length');
    expect(fakes.stored).toEqual([]);
  });

  it('is told of an unknown model, and lists the one there is', async () => {
    const { openai, fakes } = await client();
    await expect(openai.chat.completions.create({ model: 'gpt-x', messages: [user('Hi')] })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      message: expect.stringContaining('gpt-x'),
    });
    expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(['docmind']);
    fakes.contextLength = 4_096;
    expect((await openai.models.list()).data).toMatchObject([{ max_model_len: 4_096 }]);
    await expect(openai.models.retrieve('gpt-x')).rejects.toMatchObject({ status: 404 });
    expect((await openai.models.retrieve('docmind')).owned_by).toBe('docmind');
  });

  it.each([
    ['no messages', { messages: [] }, 'messages'],
    ['no user at the end', { messages: [{ role: 'assistant', content: 'x' }] }, 'messages'],
    ['an empty message', { messages: [user(' ')] }, 'messages'],
    ['a prompt of 1 MB', { messages: [user('x'.repeat(1_000_000))] }, 'messages.0.content'],
    ['a question of 40,000 characters', { messages: [user('x'.repeat(40_000))] }, 'messages'],
    ['a picture', { messages: [{ role: 'user', content: [picture] }] }, 'messages'],
    ['JSON output', { messages: [user('x')], response_format: { type: 'json_object' } }, 'response_format'],
  ])('refuses %s', async (_case, given, param) => {
    const { url } = await client();
    const response = await post(`${url}/v1/chat/completions`, { model: 'docmind', ...given });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param } });
  });

  it('ends a broken stream with an error and without [DONE]', async () => {
    const { url, fakes } = await client();
    fakes.documents = [];
    fakes.answer = async function* () {
      yield 'Once';
      throw new Error('boom');
    };
    const ask = { model: 'docmind', messages: [user('Write a story')], stream: true };
    const text = await (await post(`${url}/v1/chat/completions`, ask)).text();
    expect(text).toContain('"error"');
    expect(text).not.toMatch(/\[DONE\]|boom/);
  });
});
