import { describe, expect, it } from 'vitest';
import { type ChatQuestion, readChat } from './chat-scope.policy.js';

const ASKED = { role: 'user', content: 'What is the capital of France?' };
const request = (change: object = {}) => ({
  model: 'm',
  messages: [{ role: 'system', content: 'Be brief.' }, ASKED],
  temperature: 0,
  ...change,
});
const read = (change: object = {}): ChatQuestion => {
  const reading = readChat(request(change), 0.5);
  if ('bypass' in reading) throw new Error(reading.bypass);
  return reading;
};
const bypass = (change: object): string | undefined => {
  const reading = readChat(request(change), 0.5);
  return 'bypass' in reading ? reading.bypass : undefined;
};

describe('what identifies an answer', () => {
  it.each([
    ['the system prompt', { messages: [{ role: 'system', content: 'Be long.' }, ASKED] }],
    ['a developer message in its place', { messages: [{ role: 'developer', content: 'Be brief.' }, ASKED] }],
    ['no system prompt', { messages: [ASKED] }],
    ['the tools', { tools: [{ type: 'function', function: { name: 'look_up' } }] }],
    ['the temperature', { temperature: 0.1 }],
    ['a temperature that is left to the server', { temperature: undefined }],
    ['top_p', { top_p: 0.5 }],
    ['the seed', { seed: 1 }],
    ['the length', { max_tokens: 10 }],
    ['the stop', { stop: ['x'] }],
    ['the output schema', { response_format: { type: 'json_object' } }],
    ['the order of a list', { stop: ['b', 'a'] }],
    ['a parameter nobody here knows', { min_p: 0.1 }],
    [
      'the name of the speaker',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { ...ASKED, name: 'ada' },
        ],
      },
    ],
  ])('%s', (_what, change) => {
    expect(read(change).prompt).not.toBe(read().prompt);
  });

  it('earlier turns, with their roles and their order', () => {
    const system = { role: 'system', content: 'Be brief.' };
    const turns = [
      { role: 'user', content: 'My name is Ada.' },
      { role: 'assistant', content: 'Hello.' },
    ];
    const conversations = [
      [system, ASKED],
      [system, ...turns, ASKED],
      [system, ...turns.map((turn) => ({ ...turn, role: turn.role === 'user' ? 'assistant' : 'user' })), ASKED],
      [system, ...[...turns].reverse(), ASKED],
      [system, ...turns, system, ASKED],
    ].map((messages) => read({ messages }).conversation);
    expect(conversations[0]).toBe('');
    expect(new Set(conversations).size).toBe(conversations.length);
  });

  it('where one part of a message ends', () => {
    const parts = (...texts: string[]) => [{ role: 'user', content: texts.map((text) => ({ type: 'text', text })) }];
    expect(read({ messages: parts('a', 'b\n\nc') }).question).toBe(read({ messages: parts('a\n\nb', 'c') }).question);
    expect(read({ messages: parts('a', 'b\n\nc') }).prompt).not.toBe(read({ messages: parts('a\n\nb', 'c') }).prompt);
  });
});

describe('what makes no difference', () => {
  it.each([
    ['how it is sent', { stream: true, stream_options: { include_usage: true } }],
    ['who pays', { user: 'u', metadata: { a: 'b' }, service_tier: 'flex', safety_identifier: 's', prompt_cache_key: 'k' }],
    ['one choice, said or not', { n: 1 }],
    ['a parameter that is null', { top_p: null, tools: null }],
    [
      'a text in one part',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: [{ type: 'text', text: ASKED.content }] },
        ],
      },
    ],
  ])('%s', (_what, change) => {
    expect(read(change)).toEqual(read());
  });

  it('the order of keys, at any depth', () => {
    const tool = (properties: object) => [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties } } }];
    const one = read({ tools: tool({ a: { type: 'string', title: 'A' }, b: {} }), temperature: 0.2 });
    const shuffled = JSON.parse(
      `{"temperature":0.2,"tools":[{"function":{"parameters":{"properties":{"b":{},"a":{"title":"A","type":"string"}},"type":"object"},"name":"f"},"type":"function"}],
        "messages":[{"content":"Be brief.","role":"system"},{"content":"${ASKED.content}","role":"user"}],"model":"m"}`,
    ) as object;
    expect(readChat(shuffled, 0.5)).toEqual(one);
  });
});

it('keeps apart what leaves the temperature to the server, null or not said, from what names it', () => {
  const prompts = [{ temperature: undefined }, { temperature: 0 }, { temperature: 0.5 }].map((change) => read(change).prompt);
  expect(new Set(prompts).size).toBe(3);
  expect(read({ temperature: null })).toEqual(read({ temperature: undefined }));
});

describe('what the cache leaves alone', () => {
  it.each([
    [{ temperature: 0.6 }, 'temperature 0.6 is above 0.5'],
    [{ temperature: 1 }, 'temperature 1 is above 0.5'],
    [{ n: 2 }, 'several answers'],
    [{ logprobs: true }, 'log probabilities'],
    [{ modalities: ['text', 'audio'] }, 'only text'],
    [{ web_search_options: {} }, 'search on the web'],
    [{ store: true }, 'store the answer'],
    [{ messages: [] }, 'does not understand'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] }, 'images'],
    [{ messages: [ASKED, { role: 'assistant', content: 'Paris' }] }, 'not a text of the user'],
    [{ messages: [{ role: 'user', content: ' ' }] }, 'not a text of the user'],
    [{ messages: [{ role: 'user', content: 'x'.repeat(32_001) }] }, 'longer than 32000'],
    [{ model: '' }, 'does not understand'],
  ])('%j', (change, why) => {
    expect(bypass(change)).toContain(why);
  });
});
