import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MODEL_ID, MODEL_TEXT, ModelsFolder, sha256 } from '../store/models-folder.fixture.js';
import { pullModel } from '../install/pull-model.js';
import type { SourceSettings } from './source-settings.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const HALF = Math.floor(MODEL_TEXT.length / 2);
const PART = `models/${MODEL_ID}/.part/model.gguf`;
const HUB = { kind: 'hub' as const, repository: 'owner/name', revision: 'main', members: { 'model.gguf': 'files/tiny.gguf' } };

/** Sends the file, or the rest of it when a range is asked. */
const whole: Handler = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${MODEL_TEXT.length - 1}/${MODEL_TEXT.length}` });
  response.end(MODEL_TEXT.slice(from));
};

class Hub {
  readonly requests: IncomingMessage[] = [];
  private readonly server: Server;

  /** The handlers answer one request each; the last one answers the rest. */
  constructor(handlers: readonly Handler[]) {
    this.server = createServer((request, response) => {
      this.requests.push(request);
      handlers[Math.min(this.requests.length, handlers.length) - 1]?.(request, response);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('HubSource', () => {
  let folder: ModelsFolder;
  let hubs: Hub[];
  beforeEach(() => {
    folder = new ModelsFolder();
    hubs = [];
  });
  afterEach(() => {
    for (const hub of hubs) hub.close();
    folder[Symbol.dispose]();
  });

  async function hub(...handlers: Handler[]) {
    const started = new Hub(handlers);
    hubs.push(started);
    return { requests: started.requests, hubUrl: await started.listen() };
  }
  const pull = (settings: Partial<SourceSettings>, signal?: AbortSignal, onBytes?: () => void) =>
    pullModel({
      model: MODEL_ID,
      store: folder.store([HUB]),
      settings,
      signal,
      onProgress: (progress) => (progress.doneBytes > 0 ? onBytes?.() : undefined),
    });
  /** Breaks the connection once the half is on the client's disk. */
  const halfThenBreak: Handler = (_request, response) => {
    response.write(MODEL_TEXT.slice(0, HALF));
    void vi.waitFor(() => expect(statSync(folder.path(PART)).size).toBe(HALF)).finally(() => response.destroy());
  };
  const content = () => readFileSync(folder.path(`models/${MODEL_ID}/model.gguf`), 'utf8');

  it('asks for the member at the revision and checks what comes', async () => {
    const { requests, hubUrl } = await hub(whole);
    await pull({ hubUrl });
    expect(requests[0]?.url).toBe('/owner/name/resolve/main/files/tiny.gguf');
    expect(content()).toBe(MODEL_TEXT);
  });

  it('goes on by itself where a broken connection stopped', async () => {
    const { requests, hubUrl } = await hub(halfThenBreak, whole);
    await pull({ hubUrl });
    expect(requests[1]?.headers.range).toBe(`bytes=${HALF}-`);
    expect(content()).toBe(MODEL_TEXT);
  });

  it('goes on where a cancelled pull stopped', async () => {
    const leaving = new AbortController();
    const { requests, hubUrl } = await hub((_request, response) => response.write(MODEL_TEXT.slice(0, HALF)), whole);
    await expect(pull({ hubUrl }, leaving.signal, () => leaving.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    folder.write(PART, MODEL_TEXT.slice(0, HALF));
    await pull({ hubUrl });
    expect(requests[1]?.headers.range).toBe(`bytes=${HALF}-`);
    expect(content()).toBe(MODEL_TEXT);
  });

  it('begins anew when the part belongs to another file', async () => {
    folder.write(PART, 'x'.repeat(HALF));
    const { requests, hubUrl } = await hub(whole);
    await pull({ hubUrl });
    expect(requests.map((request) => request.headers.range)).toEqual([`bytes=${HALF}-`, undefined]);
    expect(content()).toBe(MODEL_TEXT);
  });

  it('takes the whole file from a server that knows no ranges', async () => {
    folder.write(PART, MODEL_TEXT.slice(0, HALF));
    const { hubUrl } = await hub((_request, response) => response.end(MODEL_TEXT));
    await pull({ hubUrl });
    expect(content()).toBe(MODEL_TEXT);
  });

  it('does not join a range it did not ask for', async () => {
    folder.write(PART, MODEL_TEXT.slice(0, HALF));
    const wrong: Handler = (_request, response) => {
      response.writeHead(206, { 'content-range': `bytes 3-9/${MODEL_TEXT.length}` }).end('abcdefg');
    };
    const { hubUrl } = await hub(wrong);
    await expect(pull({ hubUrl })).rejects.toThrowError(`the hub sent the range from 3, asked was ${HALF}`);
  });

  it('drops a part that is longer than the file, so that the next pull works', async () => {
    folder.write(PART, MODEL_TEXT + MODEL_TEXT);
    const { hubUrl } = await hub((_request, response) => response.writeHead(416).end(), whole);
    await expect(pull({ hubUrl })).rejects.toThrowError(/416/);
    expect(existsSync(folder.path(PART))).toBe(false);
    await pull({ hubUrl });
    expect(content()).toBe(MODEL_TEXT);
  });

  it.each([
    [404, 'the hub has no files/tiny.gguf (404)'],
    [401, 'the hub does not give files/tiny.gguf without a token (401)'],
    [500, 'the hub answered 500 for files/tiny.gguf'],
  ])('tells what the status %i means', async (status, reason) => {
    const { hubUrl } = await hub((_request, response) => response.writeHead(status).end());
    await expect(pull({ hubUrl })).rejects.toThrowError(reason);
  });

  it('gives up a transfer in which nothing arrives', async () => {
    const { hubUrl } = await hub((_request, response) => response.flushHeaders());
    await expect(pull({ hubUrl, stallTimeoutMs: 50 })).rejects.toThrowError('nothing arrived for 0.05 s');
  });

  it('says that nobody listens there', async () => {
    const { hubUrl } = await hub(whole);
    hubs[0]?.close();
    await expect(pull({ hubUrl })).rejects.toThrowError(/the connection to 127\.0\.0\.1:\d+ broke: ECONNREFUSED/);
  });

  it('shows its token to the hub and not to the server it is sent on to', async () => {
    const storage = await hub(whole);
    const door = await hub((_request, response) => response.writeHead(302, { location: `${storage.hubUrl}/blob` }).end());
    await pull({ hubUrl: door.hubUrl, hubToken: 'secret' });
    expect(door.requests[0]?.headers.authorization).toBe('Bearer secret');
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });

  describe('for a model that is not pinned', () => {
    const repository = { kind: 'hub' as const, repository: 'owner/name', revision: 'main' };
    const listing =
      (files: object[]): Handler =>
      (_request, response) =>
        void response.end(JSON.stringify(files));
    const pullUnpinned = (hubUrl: string) =>
      pullModel({ model: MODEL_ID, store: folder.unpinnedStore([repository]), settings: { hubUrl } });

    it('takes the files at the top of the repository, checked by the hash the hub tells', async () => {
      const files = [
        { type: 'directory', path: 'onnx', size: 0 },
        { type: 'file', path: '.gitattributes', size: 3 },
        { type: 'file', path: 'README.md', size: 3 },
        { type: 'file', path: '../escape', size: 3 },
        { type: 'file', path: 'model.safetensors', size: MODEL_TEXT.length, lfs: { oid: sha256(MODEL_TEXT) } },
        { type: 'file', path: 'config.json', size: 2 },
      ];
      const { hubUrl } = await hub(listing(files), whole, (_request, response) => response.end('{}'));
      const result = await pullUnpinned(hubUrl);
      expect(Object.keys(result.files).sort()).toEqual(['config.json', 'model.safetensors']);
      expect(folder.unpinnedStore([repository]).list()).toMatchObject([{ installed: true, bytes: MODEL_TEXT.length + 2, pinned: false }]);
    });

    it('refuses a listing it cannot read, and an empty one', async () => {
      const unreadable = await hub(listing([{ name: 'x' }]));
      await expect(pullUnpinned(unreadable.hubUrl)).rejects.toThrowError('the hub sent a listing this version cannot read');
      const empty = await hub(listing([]));
      await expect(pullUnpinned(empty.hubUrl)).rejects.toThrowError('owner/name holds no files');
    });
  });
});
