import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import type { Transform } from 'node:stream';

const ALGORITHM = 'aes-256-ctr';
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
/** The passphrase serves files of other kinds, too: each kind has a key of its own. */
const SALT = 'docmind uploads';

/**
 * Encrypts the files of uploads, each behind a beginning of its own, so that any part of one can be read by itself. That the bytes are those that came
 * is told by their hash, which whoever reads one in checks.
 */
export class UploadCipher {
  /** Before the bytes. */
  static readonly HEAD_BYTES = BLOCK_BYTES;
  private readonly key: Buffer;

  constructor(passphrase: string) {
    this.key = scryptSync(passphrase, SALT, KEY_BYTES);
  }

  begin(): { head: Buffer; cipher: Transform } {
    const head = randomBytes(BLOCK_BYTES);
    return { head, cipher: createCipheriv(ALGORITHM, this.key, head) };
  }

  /** Of a whole upload, from its first byte behind the head. */
  decryption(head: Buffer): Transform {
    return createDecipheriv(ALGORITHM, this.key, head);
  }

  /** @param offset of the bytes in the upload */
  decrypt(bytes: Buffer, offset: number, head: Buffer): Buffer {
    const within = offset % BLOCK_BYTES;
    const decipher = createDecipheriv(ALGORITHM, this.key, counterAt(head, (offset - within) / BLOCK_BYTES));
    decipher.update(Buffer.alloc(within));
    return decipher.update(bytes);
  }
}

function counterAt(head: Buffer, blocks: number): Buffer {
  const counter = (BigInt(`0x${head.toString('hex')}`) + BigInt(blocks)) % (1n << 128n);
  return Buffer.from(counter.toString(16).padStart(BLOCK_BYTES * 2, '0'), 'hex');
}
