// What models are added from in tests, and a store to add them to.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { onTestFinished } from 'vitest';
import { addModel, type AddOptions } from './add-model.js';
import { sha256 } from '../store/models-folder.fixture.js';
import { openModelStore } from '../store/own-catalogue.js';

export const SMOLLM2 = join(modelsDirForTests(), 'smollm2-135m-instruct', 'model.gguf');
export const SMOLLM2_SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

export function safetensors(tensorBytes = 64): Buffer {
  const header = Buffer.from(JSON.stringify({ weight: { dtype: 'BF16', shape: [tensorBytes / 2], data_offsets: [0, tensorBytes] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(tensorBytes, 1)]);
}
export const CONFIG = '{"model_type":"qwen3"}';

export async function hub(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
/** A repository as the hub lists and serves it. */
export const repository =
  (files: Readonly<Record<string, Buffer | string>>): RequestListener =>
  (request, response) => {
    const url = request.url ?? '';
    if (url.includes('/tree/')) {
      const tree = Object.entries(files).map(([path, content]) => ({
        type: 'file',
        path,
        size: Buffer.byteLength(content),
        ...(path.endsWith('.safetensors') ? { lfs: { oid: sha256(content as Buffer) } } : {}),
      }));
      return void response.end(JSON.stringify(tree));
    }
    const content = files[url.split('/').at(-1) ?? ''];
    response.writeHead(content === undefined ? 404 : 200).end(content);
  };

export function setUp() {
  const dir = join(temporaryFolder(), 'models');
  const add = (from: string, more: Partial<AddOptions> = {}) => addModel({ id: 'mine', from, store: openModelStore(dir), ...more });
  return { dir, add, store: () => openModelStore(dir), path: (...names: string[]) => join(dir, ...names) };
}
