import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import type { Transform } from 'node:stream';

const ALGORITHM = 'aes-256-ctr';
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
/** Tells an encrypted file from one that waits since before there was a key. */
const MARK = Buffer.from('docmind.upload.1');
/** The passphrase serves files of other kinds, too: each kind has a key of its own. */
const SALT = 'docmind uploads';

/**
 * Encrypts the files of uploads, each behind a beginning of its own, so that any part of one can be read by itself. That the bytes are those that came
 * is told by their hash, which whoever reads one in checks.
 */
export class UploadCipher {
  /** Before the bytes. */
  static readonly HEAD_BYTES = MARK.length + BLOCK_BYTES;
  private readonly key: Buffer;

  constructor(passphrase: string) {
    this.key = scryptSync(passphrase, SALT, KEY_BYTES);
  }

  /** @param start the first bytes of a file, `HEAD_BYTES` of them where it has as many */
  static isHead(start: Buffer): boolean {
    return start.subarray(0, MARK.length).equals(MARK);
  }

  begin(): { head: Buffer; cipher: Transform } {
    const counter = randomBytes(BLOCK_BYTES);
    return { head: Buffer.concat([MARK, counter]), cipher: createCipheriv(ALGORITHM, this.key, counter) };
  }

  /** Of a whole upload, from its first byte behind the head. */
  decryption(head: Buffer): Transform {
    return createDecipheriv(ALGORITHM, this.key, head.subarray(MARK.length));
  }

  /** @param offset of the bytes in the upload */
  decrypt(bytes: Buffer, offset: number, head: Buffer): Buffer {
    const within = offset % BLOCK_BYTES;
    const decipher = createDecipheriv(ALGORITHM, this.key, counterAt(head.subarray(MARK.length), (offset - within) / BLOCK_BYTES));
    decipher.update(Buffer.alloc(within));
    return decipher.update(bytes);
  }
}

function counterAt(first: Buffer, blocks: number): Buffer {
  const counter = (BigInt(`0x${first.toString('hex')}`) + BigInt(blocks)) % (1n << 128n);
  return Buffer.from(counter.toString(16).padStart(BLOCK_BYTES * 2, '0'), 'hex');
}
