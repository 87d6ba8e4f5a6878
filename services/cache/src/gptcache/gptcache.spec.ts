// What GPTCache 0.1.44's server answers was noted from the real one; refusals are our own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { keysFor, startCacheService, withoutEmbedder } from '../cache-service.fixture.js';

const PUT = 'successfully update the cache';

describe('GPTCache’s routes', () => {
  it.each([
    ['/put', { prompt: 'a', answer: 'b', more: 1 }, 200, PUT],
    ['/put', { prompt: 'c' }, 200, PUT],
    ['/put', { prompt: 'd', answer: null }, 200, PUT],
    ['/put', { prompt: '', answer: '' }, 200, PUT],
    ['/get', { prompt: 'c' }, 200, { prompt: 'c', answer: null }],
    ['/get', { prompt: '', answer: 'ignored' }, 200, { prompt: '', answer: null }],
    ['/flush', {}, 200, 'successfully flush the cache'],
  ])('%s %j', async (path, body, status, expected) => {
    const { post } = await startCacheService(withoutEmbedder());
    const reply = await post(path, body);
    expect([reply.status, await reply.json()]).toEqual([status, expected]);
  });

  it.each([
    ['/put', { answer: 'b' }],
    ['/put', { prompt: 5, answer: [] }],
    ['/get', [1]],
    ['/get', 'rubbish'],
    ['/get', { prompt: 'x'.repeat(32_001) }],
    ['/put', { prompt: 'a', answer: 'x'.repeat(200_001) }],
  ])('%s refuses what is no prompt: its client takes the status, and finds no answer in the body', async (path, body) => {
    const { post } = await startCacheService(withoutEmbedder());
    const reply = await post(path, body);
    const text = await reply.text();
    expect([reply.status, JSON.parse(text)]).toEqual([400, { error: expect.objectContaining({ code: 'INVALID_ARGUMENT' }) }]);
    expect(text.length).toBeLessThan(400);
  });

  it('refuses a body that is too large', async () => {
    const { post } = await startCacheService(withoutEmbedder());
    const reply = await post('/get', { prompt: 'x'.repeat(5 * 1024 * 1024) });
    expect([reply.status, await reply.json()]).toEqual([413, { error: expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }) }]);
  });

  it('says what may be sent to the chat route, and to no page elsewhere', async () => {
    const { url } = await startCacheService(withoutEmbedder());
    const options = await fetch(`${url}/v1/chat/completions`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'OPTIONS, POST']);
    const preflight = await fetch(`${url}/v1/chat/completions`, { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('keeps tenants apart, and asks for roles', async () => {
    const { file, as } = keysFor({ ann: { tenant: 'a' }, bob: { tenant: 'b', roles: ['query'] } });
    const { post } = await startCacheService({ ...withoutEmbedder(), DOCMIND_API_KEYS_FILE: file });
    await post('/put', { prompt: 'who am I', answer: 'Ann' }, as.ann);
    expect(await (await post('/get', { prompt: 'who am I' }, as.bob)).json()).toEqual({ prompt: 'who am I', answer: null });
    const refused = await post('/put', { prompt: 'p', answer: 'b' }, as.bob);
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: expect.objectContaining({ message: expect.stringContaining('"ingest"') }) },
    ]);
  });
});

describe('GET /cache_file', () => {
  const keyFile = (): string => {
    const path = join(temporaryFolder(), 'key');
    writeFileSync(path, 'download-me\n');
    return path;
  };

  it('hands out nothing without the key', async () => {
    const closed = await (await startCacheService(withoutEmbedder())).get('/cache_file?key=');
    expect([closed.status, await closed.json()]).toMatchObject([403, { error: { message: expect.stringContaining('was not specified') } }]);
    const { get } = await startCacheService({ ...withoutEmbedder(), GPTCACHE_DOWNLOAD_KEY_FILE: keyFile() });
    for (const path of ['/cache_file', '/cache_file?key=x', '/cache_file?key=download-me&key=x']) {
      const wrong = await get(path);
      expect([wrong.status, await wrong.json()]).toMatchObject([403, { error: { message: 'the cache file key is wrong' } }]);
    }
  });

  it('is a zip of what was put, that an import takes', async () => {
    const { url, get, post } = await startCacheService({ ...withoutEmbedder(), GPTCACHE_DOWNLOAD_KEY_FILE: keyFile() });
    await post('/put', { prompt: 'Wer?', answer: 'Ünïcode 😀' });
    const reply = await get('/cache_file?key=download-me');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const lines = onlyMember(Buffer.from(await reply.arrayBuffer()));
    expect(JSON.parse(lines)).toMatchObject({ question: 'Wer?', answer: 'Ünïcode 😀', scope: { namespace: 'gptcache' } });
    await post('/cache/purge', {});
    const headers = { 'content-type': 'application/x-ndjson' };
    expect(await (await fetch(`${url}/cache/import`, { method: 'POST', headers, body: lines })).json()).toMatchObject({ imported: 1 });
    expect(await (await post('/get', { prompt: 'Wer?' })).json()).toMatchObject({ answer: 'Ünïcode 😀' });
  });
});

/** Read by the directory at the end, as unzip does. */
function onlyMember(zip: Buffer): string {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  expect(zip.readUInt16LE(end + 10)).toBe(1);
  const directory = zip.readUInt32LE(end + 16);
  expect(zip.readUInt32LE(directory)).toBe(0x02014b50);
  const [packed, size, nameLength] = [zip.readUInt32LE(directory + 20), zip.readUInt32LE(directory + 24), zip.readUInt16LE(directory + 28)];
  expect(zip.subarray(directory + 46, directory + 46 + nameLength).toString()).toBe('gptcache_data/entries.jsonl');
  const start = zip.readUInt32LE(directory + 42) + 30 + nameLength;
  const content = inflateRawSync(zip.subarray(start, start + packed));
  expect(content.length).toBe(size);
  return content.toString();
}
