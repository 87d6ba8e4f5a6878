import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { chatRequestSchema, inferenceBackendsList, inferenceBackendsSwitch, inferenceChatComplete } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { type MockOpenAiEngine, startMockOpenAiEngine, temporaryFolder, until } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, startUnderTest } from '../service.fixture.js';

const chat = '/v1/chat/completions';
const say = (model: string, more: object = {}) => ({ model, messages: [{ role: 'user', content: 'Where?' }], ...more });

describe('backends over HTTP and messages', () => {
  let one: MockOpenAiEngine;
  let other: MockOpenAiEngine;
  let under: InferenceUnderTest;
  let path: string;
  const switchTo = (name: string) => under.post('/backends/switch', { name });

  beforeEach(async () => {
    one = await startMockOpenAiEngine({ model: 'one', reply: 'One.' });
    other = await startMockOpenAiEngine({ model: 'other', reply: 'Other.' });
    const backend = (name: string, url: string) => ({ name, kind: 'openai', model: name, baseUrl: url, fallback: [] as string[] });
    const backends = [
      { ...backend('one', one.url), fallback: ['other'] },
      backend('other', other.url),
      backend('gone', 'http://127.0.0.1:9/v1'),
    ];
    path = join(temporaryFolder(), 'backends.yaml');
    // JSON is YAML.
    writeFileSync(path, JSON.stringify({ backends }));
    under = await startUnderTest({ BACKENDS_FILE: path, INFERENCE_MODEL_ALIAS: 'docmind' });
  });
  afterEach(async () => {
    await under.close();
    await one.close();
    await other.close();
  });

  const answer = async (model = 'docmind') => {
    const reply = (await (await under.post(chat, say(model))).json()) as { choices: { message: { content: string } }[] };
    return reply.choices[0]?.message.content;
  };

  it('lists, switches and tells what happens', async () => {
    const followed = await fetch(`${under.service.url}/backends/events`);
    const events: string[] = [];
    const reading = (async () => {
      for await (const bytes of followed.body as unknown as AsyncIterable<Uint8Array>) events.push(Buffer.from(bytes).toString());
    })();
    expect(await answer()).toBe('One.');
    const reply = await switchTo('other');
    expect(await reply.json()).toMatchObject({ active: 'other', previous: 'one' });
    expect(await answer()).toBe('Other.');
    const listed = (await (await fetch(`${under.service.url}/backends`)).json()) as object;
    expect(listed).toMatchObject({
      backends: [
        { name: 'one', kind: 'openai', state: 'ready', active: false },
        { name: 'other', state: 'ready', active: true },
        { name: 'gone', state: 'idle' },
      ],
    });
    await until(() => events.join('').includes('"backend":"other","state":"ready"'), 'the events');
    expect(events[0]).toContain('data: {"backends":[');
    expect(await under.metric('docmind_inference_backend_ready')).toBe(1);
    await under.service.close();
    await reading;
  });

  it('switches by message', async () => {
    const context = newRequestContext();
    const { client } = under.transport;
    expect(await client.call(inferenceBackendsSwitch, { name: 'other' }, context)).toMatchObject({ active: 'other', previous: 'one' });
    const { backends } = await client.call(inferenceBackendsList, {}, context);
    expect(backends.find(({ active }) => active)?.name).toBe('other');
  });

  it('lets operators switch, and nobody else', async () => {
    const [asker, operator] = [createApiKey('acme'), createApiKey('acme', ['query', 'operate'])];
    const file = join(temporaryFolder(), 'keys.json');
    writeFileSync(file, JSON.stringify([asker.entry, operator.entry]));
    const guarded = await startUnderTest({ BACKENDS_FILE: path, DOCMIND_API_KEYS_FILE: file });
    const switchWith = (key: string) =>
      guarded.post(
        '/backends/switch',
        { name: 'other' },
        { headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` } },
      );
    const refused = await switchWith(asker.key);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('operate')]);
    expect((await switchWith(operator.key)).status).toBe(200);
    await guarded.close();
  });

  it('says why a backend cannot be had, and goes on with the old one', async () => {
    const failed = await switchTo('gone');
    expect(failed.status).toBe(503);
    expect(await failed.json()).toMatchObject({
      error: { message: expect.stringMatching(/gone could not be loaded: .*one goes on serving/) },
    });
    expect((await switchTo('nobody')).status).toBe(404);
    expect((await under.post('/backends/switch', {})).status).toBe(400);
    expect(await answer()).toBe('One.');
  });

  it('answers from the fallback while the active backend is down, streamed too', async () => {
    await one.close();
    expect(await answer()).toBe('Other.');
    const stream = await (await under.post(chat, say('docmind', { stream: true }))).text();
    expect(stream).toContain('"content":"Other."');
    const reply = await under.transport.client.call(inferenceChatComplete, chatRequestSchema.parse(say('docmind')), newRequestContext());
    expect(reply).toMatchObject({ content: 'Other.', backend: 'other', model: 'other' });
  });

  it('lists the models that requests may name', async () => {
    const { data } = (await (await fetch(`${under.service.url}/v1/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['one', 'docmind']);
  });
});
