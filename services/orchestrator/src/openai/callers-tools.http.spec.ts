import { inferenceChatStream } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { post } from '../orchestrator.fixture.js';
import { client, user } from './openai.fixture.js';

describe('tools of the caller', () => {
  const tools = [
    {
      type: 'function' as const,
      function: {
        name: 'weather',
        description: 'The weather of a place',
        parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'], additionalProperties: false },
        strict: true,
      },
    },
  ];
  const call = { id: 'call_1', type: 'function' as const, function: { name: 'weather', arguments: '{"place":"Oslo"}' } };

  it('reach the engine untouched, and its calls the caller', async () => {
    const { openai, fakes } = await client();
    fakes.answer = [];
    fakes.toolCalls = [call];
    const asked = { tools, tool_choice: 'auto' as const, parallel_tool_calls: false, messages: [user('How is the weather in Oslo?')] };
    const reply = await openai.chat.completions.create({ model: 'docmind', ...asked });
    expect(fakes.prompts[0]).toMatchObject(asked);
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null, tool_calls: [call] } });
    expect([reply, fakes.searches, fakes.lookups, fakes.stored]).toEqual([
      expect.not.objectContaining({ docmind: expect.anything() }),
      [],
      [],
      [],
    ]);
  });

  it('go on with what a tool answered, in a stream too', async () => {
    const { openai, fakes } = await client();
    fakes.answer = ['Rain', ' in Oslo.'];
    const messages = [
      user('How is the weather in Oslo?'),
      { role: 'assistant' as const, content: null, tool_calls: [call] },
      { role: 'tool' as const, tool_call_id: 'call_1', content: '{"sky":"rain"}' },
    ];
    const stream = await openai.chat.completions.create({ model: 'docmind', messages, tools, stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('Rain in Oslo.');
    expect(fakes.prompts[0]?.messages.slice(1)).toMatchObject([{ tool_calls: [call] }, messages[2]]);
  });

  it('stream their calls', async () => {
    const { openai, fakes } = await client();
    fakes.answer = [];
    fakes.toolCalls = [call];
    const stream = openai.chat.completions.stream({ model: 'docmind', messages: [user('Weather in Oslo?')], tools });
    expect((await stream.finalChatCompletion()).choices[0]?.message.tool_calls).toMatchObject([call]);
  });

  it('keep the status of an engine that is down', async () => {
    const { url, fakes } = await client();
    fakes.fail(inferenceChatStream);
    for (const stream of [true, false])
      expect((await post(`${url}/v1/chat/completions`, { model: 'docmind', messages: [user('x')], tools, stream })).status).toBe(503);
  });
});
