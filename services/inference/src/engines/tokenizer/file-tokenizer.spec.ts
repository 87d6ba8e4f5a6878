import { join } from 'node:path';
import { describeWithModel, modelsDirForTests, repositoryRoot } from '@docmind/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { ContextManager } from '../../context/context-manager.js';
import { chatMl } from './chatml.policy.js';
import { FileTokenizer } from './file-tokenizer.js';

const never = new AbortController().signal;

describe('chatMl', () => {
  const tools = [{ type: 'function', function: { name: 'search' } }];
  const call = { id: '1', type: 'function' as const, function: { name: 'search', arguments: '{"q":"a"}' } };

  it("writes what Qwen3's template writes", () => {
    expect(chatMl([{ role: 'user', content: 'Hi' }])).toBe('<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n');
    const text = chatMl(
      [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: '', tool_calls: [call] },
        { role: 'tool', content: 'one', tool_call_id: '1' },
        { role: 'tool', content: 'two', tool_call_id: '2' },
      ],
      tools,
    );
    expect(text).toContain('<|im_start|>system\nBe kind.\n\n# Tools\n');
    expect(text).toContain('<|im_start|>assistant\n\n<tool_call>\n{"name": "search", "arguments": {"q":"a"}}\n</tool_call><|im_end|>\n');
    expect(text).toContain(
      '<|im_start|>user\n<tool_response>\none\n</tool_response>\n<tool_response>\ntwo\n</tool_response><|im_end|>\n<|im_start|>assistant\n',
    );
  });
});

describe('FileTokenizer', () => {
  it('says what to do about a file that is no tokenizer', async () => {
    const tokenizer = new FileTokenizer(
      () => join(repositoryRoot(), 'package.json'),
      () => undefined,
    );
    await expect(tokenizer.count(['Hello'], never)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('models pull'),
    });
  });
});

describeWithModel('qwen3-tokenizer', () => {
  const tokenizer = new FileTokenizer(
    () => join(modelsDirForTests(), 'qwen3-tokenizer', 'tokenizer.json'),
    () => 131_072,
  );
  afterAll(() => tokenizer.close());

  it('counts as the model does', async () => {
    expect(await tokenizer.count(['Hello, how are you today?', '', '词语很多。'], never)).toEqual([7, 0, 3]);
    const { tokens, maxModelLength } = await tokenizer.tokenize({ messages: [{ role: 'user', content: 'Hello' }] }, never);
    // Ids of Qwen3's vocabulary: <|im_start|> user \n Hello <|im_end|> \n <|im_start|> assistant \n
    expect(tokens).toEqual([151_644, 872, 198, 9_707, 151_645, 198, 151_644, 77_091, 198]);
    expect(maxModelLength).toBe(131_072);
  });

  it('lets a caller go that leaves', async () => {
    const abort = new AbortController();
    const counting = tokenizer.count(['word '.repeat(50_000)], abort.signal);
    abort.abort();
    await expect(counting).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it("fits a long conversation by the model's own count", async () => {
    const engine = {
      countTokens: (texts: readonly string[], signal: AbortSignal) => tokenizer.count(texts, signal),
      tokenize: (input: Parameters<FileTokenizer['tokenize']>[0], signal: AbortSignal) => tokenizer.tokenize(input, signal),
    };
    const settings = {
      strategy: 'sliding_window' as const,
      maxContextTokens: 4_096,
      trimThresholdTokens: 3_750,
      bufferTokens: 256,
      overlapTokens: 64,
    };
    const manager = new ContextManager(settings);
    const content = (index: number) => `Turn ${index}: größer als 1,024 · “quoted” 😀 naïve — ok.\n`.repeat(12);
    const messages = Array.from({ length: 21 }, (_value, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: content(index),
    }));
    const { request, trim } = await manager.fit(engine, { model: 'm', messages, max_tokens: 200 }, undefined, never);
    const { tokens } = await tokenizer.tokenize({ messages: request.messages }, never);
    expect(trim?.droppedTokens).toBeGreaterThan(0);
    expect(tokens.length + 200).toBeLessThanOrEqual(4_096);
    expect(tokens.length).toBeGreaterThan(3_000);
    expect(request.messages.at(-1)?.content).toBe(content(20));
  });
});
