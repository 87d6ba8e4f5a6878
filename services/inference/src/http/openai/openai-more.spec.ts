// What OpenAI's clients use beside chat: older completions and embeddings.
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type InferenceUnderTest,
  LLAMA_MODEL,
  MOCK_MODEL,
  startLlamaUnderTest,
  startFakeEmbedder,
  startMockedUnderTest,
} from '../../service.fixture.js';

describe('the OpenAI client', () => {
  const opened: { close(): Promise<void> }[] = [];
  const clientOf = (under: InferenceUnderTest) => {
    opened.push(under);
    return new OpenAI({ baseURL: `${under.service.url}/v1`, apiKey: 'none', maxRetries: 0 });
  };
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  it('gets completions of text that the engine itself has', async () => {
    const under = await startMockedUnderTest();
    const client = clientOf(under);
    const whole = await client.completions.create({ model: MOCK_MODEL, prompt: 'The capital of France', max_tokens: 3, echo: true });
    expect(whole).toMatchObject({ object: 'text_completion', choices: [{ text: 'The capital of', finish_reason: 'length' }] });
    expect(under.mock.requests.at(-1)).toMatchObject({ prompt: 'The capital of France', echo: true });
    let text = '';
    const stream = await client.completions.create({ model: MOCK_MODEL, prompt: ['The capital of France'] as never, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    expect(text).toBe('The capital of France is Paris.');
  });

  it('gets completions of the embedded engine too, of the text as it is', async () => {
    const client = clientOf(await startLlamaUnderTest());
    const prompt = 'One, two, three, four, five, six, seven,';
    const whole = await client.completions.create({ model: LLAMA_MODEL, prompt, max_tokens: 8, temperature: 0 });
    // A chat's answer would begin with words of its own.
    expect(whole.choices[0]?.text).toMatch(/^ eight, nine/);
    expect(whole).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 8 } });
    let text = '';
    const stream = await client.completions.create({ model: LLAMA_MODEL, prompt, max_tokens: 8, temperature: 0, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    expect(text).toBe(whole.choices[0]?.text);
  });

  it('has no template counted in a text, and is refused what would be left undone', async () => {
    const client = clientOf(await startLlamaUnderTest());
    const prompt = 'One, two, three,';
    const counted = await client.completions.create({ model: LLAMA_MODEL, prompt, max_tokens: 1 });
    const asChat = await client.chat.completions.create({
      model: LLAMA_MODEL,
      messages: [{ role: 'user', content: prompt }],
      max_tokens: 1,
    });
    expect(counted.usage?.prompt_tokens).toBeLessThan(asChat.usage?.prompt_tokens ?? 0);
    for (const more of [{ suffix: '.' }, { echo: true }, { logprobs: 2 }, { best_of: 2 }, { n: 2 }, { prompt: '' }])
      await expect(client.completions.create({ model: LLAMA_MODEL, prompt, ...more })).rejects.toMatchObject({ status: 400 });
  });

  it('gets log probabilities of one token of the embedded engine, and is refused those of more', async () => {
    const client = clientOf(await startLlamaUnderTest());
    const asked = { model: LLAMA_MODEL, messages: [{ role: 'user' as const, content: 'Yes or no?' }], logprobs: true, top_logprobs: 3 };
    const { choices } = await client.chat.completions.create({ ...asked, max_tokens: 1 });
    const [first] = choices[0]?.logprobs?.content ?? [];
    expect([first?.token, first?.top_logprobs.length]).toEqual([choices[0]?.message.content, 3]);
    expect(first?.logprob).toBeLessThanOrEqual(0);
    await expect(client.chat.completions.create({ ...asked, max_tokens: 9 })).rejects.toMatchObject({ status: 400, param: 'logprobs' });
  });

  it('has its parts reach the engine as they are, pictures too', async () => {
    const under = await startMockedUnderTest();
    const content = [
      { type: 'text' as const, text: 'one' },
      { type: 'text' as const, text: 'two' },
      { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' as const } },
    ];
    await clientOf(under).chat.completions.create({ model: MOCK_MODEL, messages: [{ role: 'user', content }] });
    expect(under.mock.requests.at(-1)).toMatchObject({ messages: [{ role: 'user', content }] });
  });

  it('is told of a part that the embedded engine does not read, and has text in parts read as lines', async () => {
    const client = clientOf(await startLlamaUnderTest());
    const text = (said: string) => ({ type: 'text' as const, text: said });
    const image = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
    const ask = (content: OpenAI.ChatCompletionContentPart[] | string) =>
      client.chat.completions.create({ model: LLAMA_MODEL, messages: [{ role: 'user', content }], max_tokens: 5, temperature: 0 });
    await expect(ask([text('What is this?'), image])).rejects.toMatchObject({ status: 400, message: expect.stringContaining('image_url') });
    const [parts, lines] = [await ask([text('What is the capital'), text('of France?')]), await ask('What is the capital\nof France?')];
    expect(parts.usage).toEqual(lines.usage);
  });

  it('gets embeddings of the cache service, in both encodings', async () => {
    const under = await startMockedUnderTest();
    const client = clientOf(under);
    opened.push(await startFakeEmbedder(under.transport));
    const answer = await client.embeddings.create({ model: 'fake-embedder', input: ['one two', 'three'], encoding_format: 'float' });
    expect(answer.data.map(({ index, embedding }) => [index, embedding])).toEqual([
      [0, [7, 0.5]],
      [1, [5, 0.5]],
    ]);
    expect(answer).toMatchObject({ model: 'fake-embedder', usage: { prompt_tokens: 14, total_tokens: 14 } });
    // The client asks for base64 by itself and decodes it.
    expect((await client.embeddings.create({ model: 'fake-embedder', input: 'three' })).data[0]?.embedding).toEqual([5, 0.5]);
    const many = await client.embeddings.create({
      model: 'fake-embedder',
      input: Array.from({ length: 130 }, () => 'x'),
      encoding_format: 'float',
    });
    expect(many.data).toHaveLength(130);
    await expect(client.embeddings.create({ model: 'fake-embedder', input: '' })).rejects.toMatchObject({ status: 400 });
    // LangChain's clients send tokens of OpenAI's models.
    await expect(client.embeddings.create({ model: 'fake-embedder', input: [[1, 2]] })).rejects.toMatchObject({
      status: 400,
      param: 'input',
    });
    const long = { model: 'fake-embedder', input: 'x'.repeat(1_001) };
    await expect(client.embeddings.create(long)).rejects.toMatchObject({ status: 400, message: expect.stringContaining('too long') });
    expect((await client.embeddings.create({ ...long, truncate: true } as typeof long)).data).toHaveLength(1);
    const ollama = (more: object) => under.post('/api/embed', { ...long, ...more });
    expect([(await ollama({})).status, (await ollama({ truncate: false })).status]).toEqual([200, 400]);
  });

  it('has texts put in order, as clients of rerankers ask', async () => {
    const under = await startMockedUnderTest();
    clientOf(under);
    opened.push(await startFakeEmbedder(under.transport));
    const asked = { model: 'fake-embedder', query: 'four', documents: ['one', { text: 'twelve' }, 'seven'] };
    const ordered = (await (await under.post('/v1/rerank', { ...asked, top_n: 2, return_documents: true })).json()) as object;
    expect(ordered).toMatchObject({
      model: 'fake-embedder',
      results: [
        { index: 1, relevance_score: 24.25, document: { text: 'twelve' } },
        { index: 2, relevance_score: 20.25, document: { text: 'seven' } },
      ],
    });
    expect((await under.post('/v1/rerank', { ...asked, model: 'other' })).status).toBe(404);
    expect((await under.post('/v1/rerank', { ...asked, documents: [] })).status).toBe(400);
  });
});
