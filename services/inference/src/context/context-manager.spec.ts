import { type ChatMessage, type ChatRequest, textOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextSettings } from './context-budget.policy.js';
import { ContextManager } from './context-manager.js';
import { CountingTokenizer, isWellFormed } from './tokens.fixture.js';

const never = new AbortController().signal;
const settings: ContextSettings = {
  strategy: 'sliding_window',
  maxContextTokens: 131_072,
  trimThresholdTokens: 120_000,
  bufferTokens: 8_192,
  overlapTokens: 2_048,
};
const ask = (messages: ChatMessage[], more: object = {}): ChatRequest => ({ model: 'm', messages, ...more });
const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const system: ChatMessage = { role: 'system', content: 'Answer from the notes. Keep to the facts.' };
/** Sentences with a number each, so that every place of it is found again. */
const notes = (from: number, count: number) =>
  Array.from({ length: count }, (_value, index) => `Note ${from + index} says that the pump runs at night.`).join(' ');
const call = (id: string): ChatMessage => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ id, type: 'function', function: { name: 'search', arguments: `{"words":"${notes(0, 5)}"}` } }],
});
const result = (id: string, content: string): ChatMessage => ({ role: 'tool', content, tool_call_id: id });

const text = fc.oneof(
  fc.tuple(fc.nat(9_999), fc.integer({ min: 1, max: 120 })).map(([from, count]) => notes(from, count)),
  fc.string({ unit: 'grapheme', maxLength: 3_000 }),
  fc.integer({ min: 1, max: 1_500 }).map((length) => '😀é'.repeat(length)),
);
const turn = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(text, text).map(([question, answer]) => [user(question), assistant(answer)]) },
  {
    weight: 1,
    arbitrary: fc.tuple(text, text).map(([question, found]) => [user(question), call('a'), result('a', found), assistant('It does.')]),
  },
  { weight: 1, arbitrary: text.map((content) => [{ role: 'system', content: [...content].slice(0, 40).join('') } as ChatMessage]) },
);
const conversation = fc
  .tuple(fc.boolean(), fc.array(turn, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 30 }))
  .map(([hasSystem, turns, last]) => [...(hasSystem ? [system] : []), ...turns.flat(), user(notes(5_000, last))]);

/** Only where not even the pinned messages fit; there must be room for the mark, and counts may be a little high. */
function expectRefused(error: AppError, engine: CountingTokenizer, messages: readonly ChatMessage[], room: number): void {
  const pinned = messages.filter(({ role }, index) => role === 'system' || index === messages.length - 1);
  expect(error.code).toBe('INVALID_ARGUMENT');
  expect(engine.promptTokens(pinned) + 100).toBeGreaterThan(room);
}

const lastOf = (messages: readonly ChatMessage[]) => messages.at(-1)?.content ?? '';

function expectKept(engine: CountingTokenizer, messages: readonly ChatMessage[], kept: readonly ChatMessage[], room: number): void {
  expect(engine.promptTokens(kept)).toBeLessThanOrEqual(room);
  expect(textOf(lastOf(kept)).endsWith(textOf(lastOf(messages)))).toBe(true);
  const systemTexts = kept.filter(({ role }) => role === 'system').map(({ content }) => content);
  for (const { role, content } of messages) if (role === 'system') expect(systemTexts).toContain(content);
  expect(kept.every(({ content }) => isWellFormed(textOf(content)))).toBe(true);
  const isCall = (message: ChatMessage | undefined) => message?.tool_calls?.[0]?.id === 'a';
  for (const [index, message] of kept.entries()) {
    expect(message.role === 'tool').toBe(isCall(kept[index - 1]));
    expect(isCall(message)).toBe(kept[index + 1]?.role === 'tool');
  }
}

describe('ContextManager', () => {
  it('never goes over the limit, never cuts system or newest user message, keeps pairs and characters whole', async () => {
    const manager = new ContextManager(settings);
    await fc.assert(
      fc.asyncProperty(
        conversation,
        fc.integer({ min: 800, max: 6_000 }),
        fc.integer({ min: 1, max: 300 }),
        async (messages, window, max) => {
          const engine = new CountingTokenizer();
          const fitting = Promise.resolve(manager.fit(engine, ask(messages, { max_tokens: max }), window, never));
          const fitted = await fitting.catch((thrown: unknown) => thrown as AppError);
          if (fitted instanceof AppError) expectRefused(fitted, engine, messages, window - max);
          else expectKept(engine, messages, fitted.request.messages, window - max);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps the first 20K and the last 100K of 131,072 and marks what is missing', async () => {
    const manager = new ContextManager(settings);
    const engine = new CountingTokenizer();
    const turns = Array.from({ length: 60 }, (_value, index) => [
      user(notes(index * 1_000, 100)),
      assistant(notes(index * 1_000 + 500, 180)),
    ]);
    const messages = [system, ...turns.flat(), user('Which note was the first?')];
    const whole = engine.promptTokens(messages);
    expect(whole).toBeGreaterThan(200_000);
    const { request, trim } = await manager.fit(engine, ask(messages, { max_tokens: 1_024 }), undefined, never);
    const at = request.messages.findIndex(({ content }) => textOf(content).includes('are left out here]'));
    const [before = '', after = ''] = textOf(request.messages[at]?.content ?? '').split(
      /\n?\[\d+ tokens of the earlier conversation are left out here\]\n?/,
    );
    const like = request.messages[at] as ChatMessage;
    const head = engine.promptTokens([...request.messages.slice(0, at), { ...like, content: before }]);
    const tail = engine.promptTokens([{ ...like, content: after }, ...request.messages.slice(at + 1)]);
    expect(head).toBeGreaterThanOrEqual(20_480);
    expect(tail).toBeGreaterThanOrEqual(102_400);
    expect(before).toMatch(/[.]$/);
    expect(after === '' || /^ ?Note \d+ says/.test(after)).toBe(true);
    expect(trim).toMatchObject({ promptTokens: expect.any(Number), droppedTokens: expect.any(Number) });
    expect(engine.promptTokens(request.messages) + 1_024).toBeLessThanOrEqual(131_072);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('keeps nothing free for a %s that no answer in the window can reach', async (bound) => {
    const manager = new ContextManager(settings);
    const messages = [system, user(notes(0, 30)), user('Why?')];
    for (const tokens of [4_096, 128_000]) {
      const { request, trim } = await manager.fit(new CountingTokenizer(), ask(messages, { [bound]: tokens }), 4_096, never);
      expect([request, trim]).toEqual([ask(messages), undefined]);
    }
    const below = await manager.fit(new CountingTokenizer(), ask(messages, { [bound]: 1_000 }), 4_096, never);
    expect(below.request).toEqual(ask(messages, { [bound]: 1_000 }));
  });

  it('asks nothing of the engine for a prompt that is plainly short', () => {
    const engine = new CountingTokenizer();
    const request = ask([system, user('Why?')], { max_tokens: 100 });
    expect(new ContextManager(settings).fit(engine, request, 4_096, never)).toEqual({ request, trim: undefined });
    expect(engine.counted + engine.tokenized).toBe(0);
  });

  it('counts what a conversation repeats only once', async () => {
    const manager = new ContextManager(settings);
    const engine = new CountingTokenizer();
    const messages = [user(notes(0, 600)), assistant('Yes.'), user('And then?')];
    await manager.fit(engine, ask(messages), 4_000, never);
    const first = engine.counted;
    await manager.fit(engine, ask([...messages, assistant('It stops.'), user('Why?')]), 4_000, never);
    expect(engine.counted - first).toBe(2);
  });

  it('refuses with the counts what cannot fit', async () => {
    const manager = new ContextManager(settings);
    const fitting = manager.fit(new CountingTokenizer(), ask([system, user(notes(0, 300))], { max_tokens: 50 }), 1_024, never);
    await expect(fitting).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/has \d+ tokens; .* holds 1024, of which 50/),
      details: { contextTokens: 1_024, maxTokens: 50, openAiCode: 'context_length_exceeded' },
    });
  });

  it('cuts nothing with reject, and does not look with none', async () => {
    const messages = [user(notes(0, 200)), assistant('Yes.'), user('Why?')];
    const engine = new CountingTokenizer();
    const rejecting = new ContextManager({ ...settings, strategy: 'reject' });
    await expect(rejecting.fit(engine, ask(messages), 1_024, never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const request = ask(messages);
    expect(new ContextManager({ ...settings, strategy: 'none' }).fit(engine, request, 1_024, never)).toEqual({ request, trim: undefined });
  });

  it('leaves it to an engine that cannot count, and says so', async () => {
    let uncounted = 0;
    const manager = new ContextManager(settings, undefined, () => uncounted++);
    const blind = {
      countTokens: async () => Promise.reject(new AppError('FAILED_PRECONDITION', 'no tokenizer')),
      tokenize: async () => Promise.reject(new AppError('FAILED_PRECONDITION', 'no tokenizer')),
    };
    const request = ask([user(notes(0, 500)), assistant('Yes.'), user('Why?')]);
    expect(await manager.fit(blind, request, 1_024, never)).toEqual({ request, trim: undefined });
    expect(uncounted).toBe(1);
  });
});
