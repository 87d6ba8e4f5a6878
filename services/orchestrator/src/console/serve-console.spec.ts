import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '@docmind/testing';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveConsole } from './serve-console.js';

async function served(folder?: string) {
  const door = fastify();
  onTestFinished(() => door.close());
  await serveConsole(door, folder);
  return door;
}

function builtPage(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>DocMind</title>');
  writeFileSync(join(folder, 'assets/a-1.js'), 'let a = 1');
  writeFileSync(join(folder, 'assets/a-1.js.gz'), gzipSync('let a = 1'));
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
  return folder;
}

describe('the console', () => {
  it('is asked for anew each time, and may load nothing from elsewhere', async () => {
    const door = await served(builtPage());
    const { statusCode, headers, body } = await door.inject({ url: '/' });
    expect([statusCode, headers['cache-control'], body]).toEqual([200, 'no-cache', expect.stringContaining('DocMind')]);
    expect(headers['content-security-policy']).toMatch(/^default-src 'self'; /);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|data:|blob:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await door.inject({ url: '/', headers: { 'if-none-match': String(headers.etag) } })).statusCode).toBe(304);
  });

  it('has files that a browser keeps, compressed', async () => {
    const door = await served(builtPage());
    const { headers } = await door.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'gzip' } });
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect([headers['content-encoding'], headers['x-content-type-options']]).toEqual(['gzip', 'nosniff']);
  });

  it.each(['/assets/none.js', '/assets/../secret.txt', '/assets/%2e%2e/secret.txt', '/secret.txt', '/assets/'])(
    'gives nothing else: %s',
    async (url) => {
      const door = await served(builtPage());
      expect((await door.inject({ url })).statusCode).toBeGreaterThanOrEqual(400);
    },
  );

  it('says what to do where it is not built, and gives no files of the folder it was started in', async () => {
    const elsewhere = builtPage();
    const started = vi.spyOn(process, 'cwd').mockReturnValue(elsewhere);
    onTestFinished(() => started.mockRestore());
    const door = await served(undefined);
    expect((await door.inject({ url: '/assets/a-1.js' })).statusCode).toBe(404);
    const { statusCode, body } = await door.inject({ url: '/' });
    expect([statusCode, body]).toEqual([503, expect.stringContaining('npm run build')]);
  });
});
