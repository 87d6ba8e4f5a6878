import { inferenceChatComplete, textOf } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { afterEach, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, LLAMA_MODEL, MOCK_MODEL, startLlamaUnderTest, startMockedUnderTest } from '../service.fixture.js';

const chat = '/v1/chat/completions';
const turns = (count: number) =>
  Array.from({ length: count }, (_value, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: `Turn ${index} is about pumps. `.repeat(20),
  }));
const question = { role: 'user' as const, content: 'What is the capital of France?' };

describe('a conversation longer than the window', () => {
  const opened: InferenceUnderTest[] = [];
  afterEach(async () => {
    for (const under of opened.splice(0)) await under.close();
  });

  it('loses its middle, and every form of the reply says so', async () => {
    const under = await startMockedUnderTest();
    opened.push(under);
    const request = { model: MOCK_MODEL, messages: [...turns(20), question], max_tokens: 50 };
    const whole = await under.post(chat, request);
    expect(whole.status).toBe(200);
    const dropped = Number(whole.headers.get('x-docmind-context-trimmed'));
    expect(dropped).toBeGreaterThan(500);
    const sent = under.mock.requests.at(-1)?.messages ?? [];
    expect(sent.at(-1)?.content).toBe(question.content);
    expect(sent.some(({ content }) => textOf(content).includes(`[${dropped} tokens of the earlier conversation are left out here]`))).toBe(
      true,
    );
    const stream = await under.post(chat, { ...request, stream: true });
    expect(stream.headers.get('x-docmind-context-trimmed')).toBe(String(dropped));
    expect(await stream.text()).toContain('data: [DONE]');
    const reply = await under.transport.client.call(inferenceChatComplete, request, newRequestContext());
    expect(reply.contextTrim).toMatchObject({ droppedTokens: dropped });
    expect(await under.metric('docmind_inference_context_trims_total')).toBe(3);
    expect(await under.metric('docmind_inference_context_dropped_tokens_total')).toBe(3 * dropped);
  });

  it('goes through untouched where it fits, without a header', async () => {
    const under = await startMockedUnderTest();
    opened.push(under);
    const reply = await under.post(chat, { model: MOCK_MODEL, messages: [...turns(2), question] });
    expect(reply.headers.get('x-docmind-context-trimmed')).toBeNull();
    expect(under.mock.requests.at(-1)?.messages).toEqual([...turns(2), question]);
  });

  it("is answered by the embedded model, within the model's own count", async () => {
    const under = await startLlamaUnderTest({ LLAMA_CONTEXT_TOKENS: '256' });
    opened.push(under);
    const messages = [{ role: 'system' as const, content: 'You answer in one sentence.' }, ...turns(4), question];
    const reply = await under.post(chat, { model: LLAMA_MODEL, messages, max_tokens: 2, temperature: 0 });
    expect(reply.status).toBe(200);
    expect(Number(reply.headers.get('x-docmind-context-trimmed'))).toBeGreaterThan(0);
    const { usage } = (await reply.json()) as { usage: { prompt_tokens: number } };
    expect(usage.prompt_tokens).toBeLessThanOrEqual(254);
  }, 120_000);
});
