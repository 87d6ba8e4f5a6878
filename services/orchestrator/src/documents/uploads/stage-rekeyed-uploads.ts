import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
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

/** One that waits since before there was a key takes its own place, encrypted. One that is encrypted stays. */
export async function encryptInPlace(path: string, cipher: UploadCipher): Promise<void> {
  if (!UploadCipher.isHead(await headOf(path))) await rename(await encryptedCopy(path, undefined, cipher), path);
}

async function stageOne(path: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<StagedFiles> {
  const staged = await encryptedCopy(path, former, cipher);
  return { renames: [{ from: staged, to: path }], removes: [], release: () => undefined };
}

/** @returns the name of the copy, which is on the disk */
async function encryptedCopy(path: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<string> {
  const staged = stagedName(path);
  try {
    await rewrite(path, staged, former, cipher);
    return staged;
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

async function rewrite(path: string, staged: string, former: UploadCipher | undefined, cipher: UploadCipher): Promise<void> {
  const { head, cipher: encrypt } = cipher.begin();
  const file = createWriteStream(staged, { mode: 0o600 });
  file.write(head);
  const own = await headOf(path);
  const isEncrypted = former !== undefined && UploadCipher.isHead(own);
  const steps: Transform[] = isEncrypted ? [former.decryption(own), encrypt] : [encrypt];
  await pipeline([createReadStream(path, { start: isEncrypted ? own.length : 0 }), ...steps, file]);
  const handle = await open(staged, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  const head = Buffer.alloc(UploadCipher.HEAD_BYTES);
  const { bytesRead } = await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  return head.subarray(0, bytesRead);
}
