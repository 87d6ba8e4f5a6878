import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stagedName, type StagedFiles, stageTogether } from '@docmind/bootstrap';
import { UploadCipher } from './upload-cipher.js';
import { UPLOAD_ID } from './upload-spool.port.js';

/** Each upload that waits, under another key, beside the one that is there. @param from undefined where they are not encrypted */
export async function stageRekeyedUploads(folder: string, from: string | undefined, to: string): Promise<StagedFiles> {
  const former = from === undefined ? undefined : new UploadCipher(from);
  const ids = (await readdir(folder).catch(() => [])).filter((name) => UPLOAD_ID.test(name));
  const paths = ids.map((id) => join(folder, id));
  return stageTogether(paths.map((path) => () => stageOne(path, former, new UploadCipher(to))));
}

/**
 * One that waits since before there was a key takes its own place, encrypted. One that is encrypted stays. Replicas that share the folder may do it at
 * once: each has a copy of its own, also of what another one has just encrypted.
 */
export async function encryptInPlace(path: string, cipher: UploadCipher): Promise<void> {
  const source = await open(path, 'r');
  const head = await headOf(source).finally(() => source.close());
  if (UploadCipher.isHead(head)) return;
  const staged = `${stagedName(path)}-${randomUUID()}`;
  await encryptedCopy(path, staged, cipher, cipher);
  await rename(staged, path);
}

async function stageOne(path: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<StagedFiles> {
  const staged = stagedName(path);
  await encryptedCopy(path, staged, former, cipher);
  return { renames: [{ from: staged, to: path }], removes: [], release: () => undefined };
}

/** The copy is on the disk then, or gone. */
async function encryptedCopy(path: string, staged: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<void> {
  const source = await open(path, 'r');
  try {
    await rewrite(source, staged, former, cipher);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}

async function rewrite(source: FileHandle, staged: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<void> {
  const { head, cipher: encrypt } = cipher.begin();
  const file = createWriteStream(staged, { mode: 0o600 });
  file.write(head);
  const own = await headOf(source);
  const isEncrypted = former !== undefined && UploadCipher.isHead(own);
  const steps: Transform[] = isEncrypted ? [former.decryption(own), encrypt] : [encrypt];
  await pipeline([source.createReadStream({ start: isEncrypted ? own.length : 0, autoClose: false }), ...steps, file]);
  const handle = await open(staged, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function headOf(source: FileHandle): Promise<Buffer> {
  const head = Buffer.alloc(UploadCipher.HEAD_BYTES);
  const { bytesRead } = await source.read(head, 0, head.length, 0);
  return head.subarray(0, bytesRead);
}
