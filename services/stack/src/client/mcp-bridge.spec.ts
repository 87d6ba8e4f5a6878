import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { orchestratorConfigSchema, startOrchestrator } from '@docmind/orchestrator';
import { FakeServices, freePort, sourceArguments, startFakeServices, temporaryFolder, until } from '@docmind/testing';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { McpBridge } from './mcp-bridge.js';

const COMMAND = new URL('../cli.ts', import.meta.url);

async function stack() {
  const transport = new InProcessTransport();
  const fakes = new FakeServices();
  fakes.know({ name: 'backups.md', text: 'Daily snapshots are kept 35 days.' });
  fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  const stopFakes = await startFakeServices(fakes, transport);
  const { key, entry } = createApiKey('acme', ['query']);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'keys.json'), JSON.stringify([entry]));
  const given = { ORCHESTRATOR_PORT: '0', DOCMIND_DATA_DIR: folder, DOCMIND_API_KEYS_FILE: join(folder, 'keys.json'), LOG_LEVEL: 'error' };
  const service = await startOrchestrator(loadConfig(orchestratorConfigSchema, given), transport);
  onTestFinished(async () => {
    await service.close();
    await stopFakes();
  });
  return { url: service.url, key, fakes };
}

/** The command as a client of the protocol starts it. */
async function started(url: string, key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const env = { PATH: process.env.PATH ?? '', DOCMIND_API_KEY: key };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: sourceArguments(COMMAND, ['mcp', '--url', url]), env }));
  onTestFinished(() => client.close());
  return client;
}

it('`docmind mcp` brings a running stack to the official client over stdin and stdout', async () => {
  const { url, key, fakes } = await stack();
  const client = await started(url, key);
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('ask');
  const asked = { name: 'ask', arguments: { question: 'How long are daily snapshots kept?' } };
  expect((await client.callTool(asked)).structuredContent).toMatchObject({ answer: 'Daily snapshots are kept for 35 days.' });
  expect((await client.listResources()).resources).toHaveLength(1);

  const heard: (string | undefined)[] = [];
  fakes.answer = async function* () {
    yield 'Once ';
    await until(() => heard.length > 0, 'the client to hear it');
    yield 'more';
  };
  const tell = { name: 'ask', arguments: { question: 'Tell me a story' } };
  await client.callTool(tell, undefined, { onprogress: ({ message }) => heard.push(message) });
  expect(heard[0]).toBe('Once ');

  // What a client cancels is stopped, though the door itself keeps no sessions.
  let isStopped = false;
  fakes.answer = async function* (_request, signal) {
    yield 'Once ';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    isStopped = true;
  };
  const left = new AbortController();
  const before = fakes.prompts.length;
  const story = client.callTool({ name: 'ask', arguments: { question: 'Write a poem' } }, undefined, { signal: left.signal });
  await until(() => fakes.prompts.length > before, 'the model to be asked');
  left.abort();
  await expect(story).rejects.toThrow();
  await until(() => isStopped, 'the model to be stopped');
});

it('tells a client in words what keeps it out', async () => {
  const { url } = await stack();
  await expect(started(url, 'dm_wrong')).rejects.toThrow('This key is not known here');
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  await expect(started(nowhere, 'dm_any')).rejects.toThrow(`Nothing answers at ${nowhere}. Start it with: npm run docmind -- up`);
});

it('answers nothing that was cancelled', async () => {
  let asked = 0;
  // The first is never answered, the others are refused.
  const door = createServer((_request, response) => void ((asked += 1) > 1 && response.writeHead(503).end()));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void door.close().closeAllConnections());
  const [client, own] = InMemoryTransport.createLinkedPair();
  const heard: unknown[] = [];
  client.onmessage = (message) => heard.push('id' in message && message.id);
  const bridge = new McpBridge(own, `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  await bridge.start();
  onTestFinished(() => bridge.close());
  await client.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  await until(() => asked === 1, 'the door to be asked');
  await client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
  await client.send({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
  await until(() => heard.length > 0, 'the second to be refused');
  expect(heard).toEqual([2]);
});
