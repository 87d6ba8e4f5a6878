// What Ollama's clients do beside asking: heartbeats, bodies without a type, thoughts, tools in a conversation, pictures, letting a model go.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { modelsDirForTests } from '@docmind/testing';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOCK_MODEL, startFakeEmbedder, startMockedUnderTest } from '../../service.fixture.js';

const run = promisify(execFile);
const question = [{ role: 'user', content: 'What is the capital of France?' }];
const said = 'The capital of France is Paris.';

describe("Ollama's door", () => {
  let under: Awaited<ReturnType<typeof startMockedUnderTest>>;
  let embedder: { close(): Promise<void> };
  let client: Ollama;
  beforeAll(async () => {
    under = await startMockedUnderTest({ MODELS_DIR: modelsDirForTests() });
    embedder = await startFakeEmbedder(under.transport);
    client = new Ollama({ host: under.service.url });
  });
  afterAll(async () => {
    await embedder?.close();
    await under?.close();
  });
  const sent = () => under.mock.requests.at(-1) as unknown as Record<string, unknown>;

  it('answers the heartbeat of the command line', async () => {
    const head = await fetch(under.service.url, { method: 'HEAD' });
    expect([head.status, await (await fetch(under.service.url)).text()]).toEqual([200, 'Ollama is running']);
    expect((await fetch(`${under.service.url}/api/version`, { method: 'HEAD' })).status).toBe(200);
  });

  it("reads curl's bodies, which are said to be forms", async () => {
    const body = JSON.stringify({ model: MOCK_MODEL, messages: question, stream: false });
    const { stdout } = await run('curl', ['-sS', `${under.service.url}/api/chat`, '-d', body]);
    expect(JSON.parse(stdout)).toMatchObject({ message: { content: said } });
  });

  it("reads no web page's, and at no other door", async () => {
    const body = JSON.stringify({ model: MOCK_MODEL, messages: question });
    const send = (path: string, headers: Record<string, string>) => fetch(under.service.url + path, { method: 'POST', headers, body });
    expect((await send('/api/chat', { 'content-type': 'text/plain', origin: 'https://example.org' })).status).toBe(403);
    const other = await send('/v1/chat/completions', { 'content-type': 'text/plain' });
    expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('application/json')]);
    const broken = await fetch(`${under.service.url}/api/chat`, { method: 'POST', body: '{"model":' });
    expect(broken.status).toBe(400);
    const latin1 = Buffer.from(JSON.stringify({ model: MOCK_MODEL, prompt: 'caf\xe9' }), 'latin1');
    const unreadable = await fetch(`${under.service.url}/api/generate`, { method: 'POST', body: latin1 });
    expect([unreadable.status, await unreadable.text()]).toEqual([400, expect.stringContaining('UTF-8')]);
  });

  it('shows thoughts beside the answer, whole and streamed, and passes on that there are to be none', async () => {
    const ask = { model: MOCK_MODEL, messages: question };
    const whole = await client.chat({ ...ask, think: true });
    expect(whole.message).toMatchObject({ content: said, thinking: 'Let me see.' });
    let [thinking, content] = ['', ''];
    for await (const { message } of await client.chat({ ...ask, think: 'high', stream: true }))
      [thinking, content] = [thinking + (message.thinking ?? ''), content + message.content];
    expect([thinking, content]).toEqual(['Let me see.', said]);
    expect(sent()).toMatchObject({ think: 'high', reasoning_effort: 'high', chat_template_kwargs: { enable_thinking: true } });
    await client.chat({ ...ask, think: false });
    expect(sent()).toMatchObject({ think: false, chat_template_kwargs: { enable_thinking: false } });
    expect(await client.generate({ model: MOCK_MODEL, prompt: 'Hi', think: true })).toMatchObject({ thinking: 'Let me see.' });
  });

  it("has a conversation's results find their calls, with ids and without", async () => {
    const call = (name: string, id?: string) => ({ ...(id ? { id } : {}), function: { name, arguments: {} } });
    const result = (content: string, more: object = {}) => ({ role: 'tool', content, ...more });
    const messages = [
      ...question,
      { role: 'assistant', content: '', tool_calls: [call('weather'), call('time'), call('weather', 'call_mine')] },
      result('noon', { tool_name: 'time' }),
      result('rain'),
      result('sun', { tool_call_id: 'call_mine' }),
    ];
    await client.chat({ model: MOCK_MODEL, messages });
    const { messages: passed } = sent() as { messages: { tool_calls?: { id: string }[]; tool_call_id?: string; name?: string }[] };
    expect(passed[1]?.tool_calls?.map(({ id }) => id)).toEqual(['call_1_0', 'call_1_1', 'call_mine']);
    expect(passed.slice(2).map(({ tool_call_id, name }) => [tool_call_id, name])).toEqual([
      ['call_1_1', 'time'],
      ['call_1_0', 'weather'],
      ['call_mine', 'weather'],
    ]);
  });

  it('passes pictures on as parts', async () => {
    const png = 'iVBORw0KGgo=';
    await client.generate({ model: MOCK_MODEL, prompt: 'What is this?', images: [png] });
    const content = [{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }]; // prettier-ignore
    expect(sent()).toMatchObject({ messages: [{ role: 'user', content }] });
  });

  it.each([
    ['raw', true, '/v1/completions'],
    ['suffix', 'end', 'suffix'],
    ['template', '{{ .Prompt }}', 'template'],
    ['context', [1, 2], '/api/chat'],
  ])('refuses %s, which it would have to ignore', async (field, value, hint) => {
    const reply = await under.post('/api/generate', { model: MOCK_MODEL, prompt: 'Hi', [field]: value });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining(hint)]);
  });

  it('says which of load and unload it was asked for', async () => {
    const asked = (keep_alive: string | number) => client.generate({ model: MOCK_MODEL, prompt: '', keep_alive });
    expect([(await asked('5m')).done_reason, (await asked(0)).done_reason, (await asked('0s')).done_reason]).toEqual([
      'load',
      'unload',
      'unload',
    ]);
  });

  it('shows what a model can do, and embeds one text in the older form', async () => {
    expect((await client.show({ model: MOCK_MODEL })).capabilities).toEqual(['completion', 'tools']);
    expect(await client.embeddings({ model: 'fake-embedder', prompt: 'three' })).toEqual({ embedding: [5, 0.5] });
    await expect(client.embeddings({ model: 'another', prompt: 'three' })).rejects.toMatchObject({ status_code: 404 });
  });

  it('pulls what is there without a download, with its progress, and nothing unknown', async () => {
    for (const model of [MOCK_MODEL, 'smollm2-135m-instruct']) {
      const lines = [];
      for await (const { status } of await client.pull({ model, stream: true })) lines.push(status);
      expect([lines[0], lines.at(-1)]).toEqual(['pulling manifest', 'success']);
      expect(await client.pull({ model })).toEqual({ status: 'success' });
    }
    await expect(client.pull({ model: 'llama3.2' })).rejects.toMatchObject({ status_code: 404 });
  });
});
