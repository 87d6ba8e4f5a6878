import { describe, expect, it } from 'vitest';
import { finishReasonOf, ollamaRequest, readOllamaChunk, toolCallsOf, usageOf } from './ollama-format.policy.js';

const messages = [{ role: 'user' as const, content: 'Hi' }];

describe('ollamaRequest', () => {
  it('says the context length each time and lets nothing be cut without a word', () => {
    expect(ollamaRequest({ model: 'm', messages }, 8_192)).toMatchObject({
      truncate: false,
      shift: false,
      keep_alive: -1,
      options: { num_ctx: 8_192 },
    });
  });

  it("puts OpenAI's parameters in Ollama's words, and passes its own on", () => {
    const schema = { type: 'object' };
    const request = ollamaRequest(
      {
        model: 'm',
        messages: [{ role: 'developer', content: 'Be kind.' }, ...messages],
        max_tokens: 7,
        temperature: 0,
        top_p: 0.5,
        seed: 3,
        stop: 'end',
        top_k: 20,
        think: false,
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema } },
      },
      512,
    );
    expect(request).toMatchObject({
      messages: [{ role: 'system', content: 'Be kind.' }, { role: 'user' }],
      options: { num_ctx: 512, num_predict: 7, temperature: 0, top_p: 0.5, seed: 3, stop: ['end'], top_k: 20 },
      think: false,
      format: schema,
    });
  });

  it('gives calls their arguments as an object, and refuses what is none', () => {
    const call = (text: string) => [{ id: '1', type: 'function' as const, function: { name: 'f', arguments: text } }];
    const asked = (text: string) =>
      ollamaRequest({ model: 'm', messages: [{ role: 'assistant', content: '', tool_calls: call(text) }] }, 512);
    expect(asked('{"a":1}')).toMatchObject({ messages: [{ tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] }] });
    expect(() => asked('{a')).toThrowError(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe('what Ollama answers', () => {
  it('becomes calls, usage and a reason', () => {
    const chunk = readOllamaChunk(
      '{"message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":true,"done_reason":"stop","prompt_eval_count":4,"eval_count":2}',
    );
    expect(toolCallsOf(chunk)).toMatchObject([{ type: 'function', function: { name: 'f', arguments: '{"a":1}' } }]);
    expect(usageOf(chunk)).toEqual({ prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 });
    expect([finishReasonOf(chunk, true), finishReasonOf(chunk, false), finishReasonOf({ done_reason: 'length' }, false)]).toEqual([
      'tool_calls',
      'stop',
      'length',
    ]);
  });

  it('is a failure where it says so, or is no JSON', () => {
    expect(() => readOllamaChunk('{"error":"out of memory"}')).toThrowError(/out of memory/);
    expect(() => readOllamaChunk('<html>')).toThrowError(/is it Ollama/);
  });
});
