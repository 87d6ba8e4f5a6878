import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DocmindClient } from './docmind-client.js';

/** A door that answers everything with the same, and remembers what it was asked. */
async function doorThatAnswers(status: number, body: string) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, reply) => {
    requests.push(request.resume());
    reply.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

describe('DocmindClient', () => {
  it("passes the server's own words on", async () => {
    const { url } = await doorThatAnswers(429, JSON.stringify({ error: { code: 'RESOURCE_EXHAUSTED', message: 'The queue is full' } }));
    await expect(new DocmindClient(url).query({ question: 'Hi' })).rejects.toThrow('The queue is full');
  });

  it('names the address of a door that answers with something else', async () => {
    const { url } = await doorThatAnswers(502, '<html>Bad gateway</html>');
    await expect(new DocmindClient(url).query({ question: 'Hi' })).rejects.toThrow(`${url}/query answered 502`);
  });

  it('says what to start where nothing answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(new DocmindClient(url).query({ question: 'Hi' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `Nothing answers at ${url}. Start it with: npm run docmind -- up`,
    });
  });

  it('shows its key where it has one', async () => {
    const { url, requests } = await doorThatAnswers(401, '{}');
    await expect(new DocmindClient(url, 'dm_key').query({ question: 'Hi' })).rejects.toThrow();
    await expect(new DocmindClient(url).query({ question: 'Hi' })).rejects.toThrow();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer dm_key', undefined]);
  });

  it('uploads a file under its own name, and names one that is not there', async () => {
    const { url } = await doorThatAnswers(400, JSON.stringify({ error: { message: 'notes.md is empty' } }));
    const path = join(temporaryFolder(), 'notes.md');
    writeFileSync(path, '');
    await expect(new DocmindClient(url).upload(path)).rejects.toThrow('notes.md is empty');
    await expect(new DocmindClient(url).upload('/nowhere.md')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: '/nowhere.md is not a file that can be read',
    });
  });
});
