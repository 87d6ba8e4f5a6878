import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@docmind/errors';
import { SNIFFED_BYTES } from '../uploads/media-type.policy.js';
import { encryptInPlace } from '../uploads/stage-rekeyed-uploads.js';
import { UploadCipher } from '../uploads/upload-cipher.js';
import { type SpooledUpload, UPLOAD_ID, UploadSpool } from '../uploads/upload-spool.port.js';

const LEFT_BEHIND_AFTER_MS = 24 * 3_600_000;

/** Uploads as files of a folder below the data directory. */
export class FileUploadStore extends UploadSpool {
  private readonly cipher: UploadCipher | undefined;
  private areEncrypted = false;

  /** @param key encrypts what is written */
  constructor(
    private readonly folder: string,
    key?: string,
  ) {
    super();
    this.cipher = key === undefined ? undefined : new UploadCipher(key);
  }

  async write(source: Readable): Promise<SpooledUpload> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const id = randomUUID();
    const measure = new Measuring();
    try {
      const file = createWriteStream(this.pathOf(id), { mode: 0o600 });
      const { head, cipher } = this.cipher?.begin() ?? {};
      if (head) file.write(head);
      await (cipher ? pipeline(source, measure, cipher, file) : pipeline(source, measure, file));
    } catch (thrown) {
      await this.remove(id);
      throw thrown;
    }
    return { id, sizeBytes: measure.sizeBytes, contentHash: measure.digest(), head: measure.head };
  }

  async read(id: string, offset: number, maxBytes: number): Promise<{ bytes: Uint8Array; last: boolean }> {
    const file = await open(this.pathOf(id), 'r').catch((cause: unknown) => {
      throw new AppError('NOT_FOUND', `The upload ${id} is not here any more`, { cause });
    });
    try {
      const start = Buffer.alloc(this.cipher ? UploadCipher.HEAD_BYTES : 0);
      await file.read(start, 0, start.length, 0);
      const head = UploadCipher.isHead(start) ? start : Buffer.alloc(0);
      const size = (await file.stat()).size - head.length;
      const buffer = Buffer.alloc(Math.max(0, Math.min(maxBytes, size - offset)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, head.length + offset);
      const bytes = buffer.subarray(0, bytesRead);
      const isPlain = this.cipher === undefined || head.length === 0;
      return { bytes: isPlain ? bytes : this.cipher.decrypt(bytes, offset, head), last: offset + bytesRead >= size };
    } finally {
      await file.close();
    }
  }

  /** What no process came back for goes after a day; what waits since before there was a key is encrypted. */
  async list(): Promise<string[]> {
    const kept: string[] = [];
    for (const name of await readdir(this.folder).catch(() => [])) {
      const facts = await stat(join(this.folder, name)).catch(() => undefined);
      if (facts && Date.now() - facts.mtimeMs > LEFT_BEHIND_AFTER_MS) await rm(join(this.folder, name), { force: true });
      else if (facts && UPLOAD_ID.test(name)) kept.push(name);
    }
    if (!this.areEncrypted) await this.encrypt(kept);
    return kept;
  }

  private async encrypt(ids: readonly string[]): Promise<void> {
    if (this.cipher) for (const id of ids) await encryptInPlace(this.pathOf(id), this.cipher);
    this.areEncrypted = true;
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  private pathOf(id: string): string {
    if (!UPLOAD_ID.test(id)) throw new AppError('NOT_FOUND', 'There is no upload of this id');
    return join(this.folder, id);
  }
}

class Measuring extends Transform {
  sizeBytes = 0;
  head = Buffer.alloc(0);
  private readonly hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.sizeBytes += chunk.length;
    this.hash.update(chunk);
    if (this.head.length < SNIFFED_BYTES) this.head = Buffer.concat([this.head, chunk]).subarray(0, SNIFFED_BYTES);
    done(null, chunk);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}
