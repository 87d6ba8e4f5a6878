import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { inferenceChatStream, type Role } from '@docmind/contracts';
import { temporaryFolder, until } from '@docmind/testing';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

async function connect(url: string, key?: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  onTestFinished(() => client.close());
  return client;
}

async function withBackups() {
  const { service, fakes } = await orchestratorWithFakes();
  fakes.know({ name: 'backups.md', text: BACKUPS }, { name: 'menu.md', text: 'Soup on Mondays.' });
  fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return { client: await connect(service.url), fakes, url: service.url };
}

const call = (client: Client, name: string, given: object = {}) => client.callTool({ name, arguments: { ...given } });
const textOf = (result: Awaited<ReturnType<typeof call>>) => (result.content as { text: string }[])[0]?.text;

describe('the official client of the Model Context Protocol', () => {
  it('is greeted, and finds tools with schemas of what they take and give', async () => {
    const { client } = await withBackups();
    expect(client.getServerVersion()).toMatchObject({ name: 'docmind' });
    expect(client.getInstructions()).toContain('`ask`');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'ask',
      'give_feedback',
      'ingest_document',
      'list_documents',
      'read_document',
      'search',
    ]);
    for (const { inputSchema, outputSchema } of tools) expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
    expect(tools.find(({ name }) => name === 'ask')?.inputSchema).toMatchObject({ required: ['question'], additionalProperties: false });
  });

  it('hears an answer while it is written', async () => {
    const { client, fakes } = await withBackups();
    const heard: (string | undefined)[] = [];
    fakes.answer = async function* () {
      yield 'Once ';
      await until(() => heard.length > 0, 'the client to hear it');
      yield 'more';
    };
    const told = { name: 'ask', arguments: { question: 'Tell me a story' } };
    await client.callTool(told, undefined, { onprogress: ({ message }) => heard.push(message) });
    expect(heard[0]).toBe('Once ');
  });

  it('asks, and judges the answer', async () => {
    const { client, fakes } = await withBackups();
    const question = { question: 'How long are daily snapshots kept?' };
    const asked = await call(client, 'ask', question);
    expect(asked.structuredContent).toMatchObject({
      answer: 'Daily snapshots are kept for 35 days.',
      sources: [{ documentName: 'backups.md' }],
      validation: { grounded: true },
      cache: { result: 'miss' },
    });
    expect(textOf(asked)).toMatch(/^Daily snapshots are kept for 35 days\.\n\nSources:\n\[1\] backups\.md: /);
    expect((await call(client, 'ask', question)).structuredContent).toMatchObject({ cache: { result: 'exact', entry: 'entry-1' } });
    const judged = await call(client, 'give_feedback', { entry: 'entry-1', verdict: 'wrong' });
    expect(judged.structuredContent).toEqual({ recorded: true, evicted: true });
    expect(fakes.verdicts).toEqual([{ tenant: 'default', entry: 'entry-1', verdict: 'wrong' }]);
  });

  it('goes on in a session, and is told what comes nearest where the documents do not say', async () => {
    const { client, fakes } = await withBackups();
    const refused = await call(client, 'ask', { question: 'Who may delete weekly snapshots?', sessionId: 's1' });
    expect(refused.structuredContent).toMatchObject({ sessionId: 's1', validation: { mode: 'refused' }, nearest: [{}] });
    expect(textOf(refused)).toContain('What comes nearest:\n[1] ');
    expect(fakes.messages.get('s1')).toHaveLength(2);
  });

  it('searches, lists and reads documents', async () => {
    const { client, fakes } = await withBackups();
    const found = await call(client, 'search', { query: 'snapshots', limit: 1 });
    expect(found.structuredContent).toMatchObject({ mode: 'hybrid', passages: [{ documentPath: 'backups.md' }] });
    expect(textOf(found)).toBe(`[1] backups.md\n${BACKUPS}`);
    const listed = await call(client, 'list_documents', { limit: 1 });
    expect(textOf(listed)).toBe('backups.md\n[Go on with offset: 1]');
    const shared = 'This sentence stands in both.';
    fakes.documents = fakes.documents.map((one) => (one.id === 'doc-2' ? { ...one, chunkCount: 3 } : one));
    const texts: [string, number][] = [
      [`One. ${shared}`, 0],
      [`${shared} Two.`, 'One. '.length],
      ['Three.', 60],
    ];
    fakes.passages = texts.map(([text, start], index) => ({ ...passage, index, text, place: { start, end: start + text.length } }));
    const read = await call(client, 'read_document', { document: 'menu.md', limit: 2 });
    expect(read.structuredContent).toMatchObject({
      document: { id: 'doc-2', state: 'indexed' },
      passages: [{ index: 0 }, { index: 1 }],
      next: 2,
    });
    expect(textOf(read)).toBe(`One. ${shared}\n\nTwo.\n\n[Go on with from: 2]`);
    expect((await call(client, 'read_document', { document: 'menu.md', from: 2 })).structuredContent).not.toHaveProperty('next');
  });

  it('brings a document, as text and as bytes', async () => {
    const { client, fakes } = await withBackups();
    const brought = await call(client, 'ingest_document', { path: 'notes/plan.md', text: 'Ship it.', tags: ['plan'] });
    expect(brought.structuredContent).toMatchObject({ outcome: 'created', document: { path: 'notes/plan.md', tags: ['plan'] } });
    expect(fakes.pulled.toString()).toBe('Ship it.');
    const bytes = { path: 'notes/plan.md', base64: Buffer.from('Ship it now.').toString('base64') };
    expect((await call(client, 'ingest_document', bytes)).structuredContent).toMatchObject({ outcome: 'replaced' });
  });

  it.each([
    ['read_document', { document: 'none.md' }, 'there is no "none.md"'],
    ['ask', { question: ' ' }, 'question: must not be empty'],
    ['ask', { question: 'x', topK: 3 }, 'topK'],
    ['ingest_document', { path: 'a.md' }, 'either "text" or "base64"'],
    ['ingest_document', { path: 'a.exe', text: 'x' }, 'is a .exe; only txt'],
    ['ingest_document', { path: '../a.md', text: 'x' }, 'must be relative'],
  ])('is told what is wrong with %s %o', async (name, given, words) => {
    const { client } = await withBackups();
    const result = await call(client, name, given);
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining(words)]);
  });

  it('is told that a part is down, and that a tool is not there', async () => {
    const { client, fakes } = await withBackups();
    fakes.documents = [];
    fakes.fail(inferenceChatStream);
    const result = await call(client, 'ask', { question: 'Write a story' });
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining('UNAVAILABLE')]);
    await expect(call(client, 'delete_everything')).rejects.toThrow(/^MCP error -32602: There is no tool "delete_everything"/);
  });

  it('reads documents as resources, page by page', async () => {
    const { client, fakes } = await withBackups();
    fakes.documents = Array.from({ length: 130 }, (_, at) => ({ ...fakes.documents[0]!, id: `doc-${at + 1}`, path: `a b/${at}.md` }));
    const first = await client.listResources();
    const rest = await client.listResources({ cursor: first.nextCursor });
    expect([first.resources.length, rest.resources.length, rest.nextCursor]).toEqual([100, 30, undefined]);
    expect(first.resources[0]).toMatchObject({ uri: 'docmind://documents/a%20b/0.md', name: 'a b/0.md' });
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ uriTemplate: 'docmind://documents/{+path}' }]);
    const { contents } = await client.readResource({ uri: 'docmind://documents/a%20b/0.md' });
    expect(contents).toMatchObject([{ mimeType: 'text/plain', text: BACKUPS }]);
    for (const uri of ['docmind://documents/none.md', 'file:///etc/passwd', 'docmind://documents/%ff'])
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_002 });
    await expect(client.listResources({ cursor: 'x' })).rejects.toThrow(/^MCP error -32602: (?!MCP).*cursor/);
  });

  it('stops what its reader no longer waits for', async () => {
    const { url, fakes } = await withBackups();
    fakes.documents = [];
    let isStopped = false;
    fakes.answer = async function* (_request, signal) {
      yield 'Once ';
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      isStopped = true;
    };
    const left = new AbortController();
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'ask', arguments: { question: 'Write a story' } } };
    const headers = { accept: 'application/json, text/event-stream' };
    const asking = post(`${url}/mcp`, message, { headers, signal: left.signal }).then((response) => response.text());
    await until(() => fakes.prompts.length > 0, 'the model to be asked');
    left.abort();
    await expect(asking).rejects.toThrow();
    await until(() => isStopped, 'the model to be stopped');
  });
});

const passage = { chunkId: 'c', documentId: 'doc-2', documentName: 'menu.md', documentPath: 'menu.md', score: 1 };

describe('the door /mcp', () => {
  async function withKeys() {
    const roles: Role[] = ['query', 'ingest', 'feedback', 'operate'];
    const keys = Object.fromEntries(roles.map((role) => [role, createApiKey('acme', [role])]));
    const file = join(temporaryFolder(), 'keys.json');
    writeFileSync(file, JSON.stringify(Object.values(keys).map(({ entry }) => entry)));
    const { service, fakes } = await orchestratorWithFakes({ DOCMIND_API_KEYS_FILE: file, DOCMIND_DATA_DIR: dirname(file) });
    fakes.know({ name: 'backups.md', text: BACKUPS });
    return {
      service,
      url: service.url,
      fakes,
      audit: join(dirname(file), 'audit'),
      as: (role: Role) => connect(service.url, keys[role]?.key),
    };
  }

  it('shows each key the tools of its roles, and refuses the others by name', async () => {
    const { as } = await withKeys();
    const toolsOf = async (role: Role) => (await (await as(role)).listTools()).tools.map(({ name }) => name).sort();
    expect(await toolsOf('query')).toEqual(['ask', 'list_documents', 'read_document', 'search']);
    expect(await toolsOf('ingest')).toEqual(['ingest_document', 'list_documents']);
    expect(await toolsOf('feedback')).toEqual(['give_feedback']);
    expect(await toolsOf('operate')).toEqual([]);
    const reader = await as('query');
    const refused = await call(reader, 'ingest_document', { path: 'a.md', text: 'x' });
    expect([refused.isError, textOf(refused)]).toEqual([true, 'PERMISSION_DENIED: "ingest_document" needs the role "ingest"']);
    expect((await (await as('ingest')).listResources()).resources).toEqual([]);
    await expect((await as('feedback')).readResource({ uri: 'docmind://documents/backups.md' })).rejects.toThrow('"query"');
  });

  it('audits what a key lacks the role for, as the routes do', async () => {
    const { service, audit, as } = await withKeys();
    await call(await as('query'), 'ingest_document', { path: 'a.md', text: 'secret words' });
    await expect((await as('feedback')).readResource({ uri: 'docmind://documents/backups.md' })).rejects.toThrow('"query"');
    await service.close();
    const text = readdirSync(audit)
      .map((name) => readFileSync(join(audit, name), 'utf8'))
      .join('');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const refused = { event: 'refused', tenant: 'acme', route: 'POST /mcp', code: 'PERMISSION_DENIED' };
    expect(lines).toMatchObject([
      { ...refused, reason: '"ingest_document" needs the role "ingest"' },
      { ...refused, reason: expect.stringContaining('needs the role "query"') },
    ]);
    expect(text).not.toContain('secret words');
  });

  it('asks for a key, works for its tenant, and hears one message at a time', async () => {
    const { url, fakes, as } = await withKeys();
    await expect(connect(url)).rejects.toThrow('This door needs a key');
    await call(await as('feedback'), 'give_feedback', { entry: 'e', verdict: 'right' });
    expect(fakes.verdicts).toMatchObject([{ tenant: 'acme' }]);
    const { url: open } = await withBackups();
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    for (const body of [[ping, ping], { id: 1, method: 'ping' }, 'no JSON']) expect((await post(`${open}/mcp`, body)).status).toBe(400);
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(`${open}/mcp`, { method, headers: { accept: 'text/event-stream' } });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const elsewhere = await post(`${open}/mcp`, ping, {
      headers: { origin: 'http://evil.example', accept: 'application/json, text/event-stream' },
    });
    expect(elsewhere.status).toBe(403);
  });
});
