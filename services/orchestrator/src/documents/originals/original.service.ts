import { Readable } from 'node:stream';
import { ORIGINAL_PART_BYTES, type OriginalPart, persistenceOriginalRead } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type ByteRange, byteRangeOf } from './byte-range.policy.js';

export interface WantedBytes {
  readonly range?: string | undefined;
  /** The content's tag that the bytes must belong to. */
  readonly ifMatch?: string | undefined;
}
export interface OpenOriginal {
  readonly facts: Omit<OriginalPart, 'bytes'>;
  /** Undefined where the whole is sent. */
  readonly range: ByteRange | 'unsatisfiable' | undefined;
  readonly body: Readable;
}

/** Uploads as they came, read a part at a time as fast as their reader takes them. */
@Injectable()
export class OriginalService {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError NOT_FOUND where there is none; FAILED_PRECONDITION where the document has another content than is asked for */
  async open(id: string, { range: header, ifMatch }: WantedBytes, context: RequestContext): Promise<OpenOriginal> {
    const { bytes: _bytes, ...facts } = await this.part(id, 0, context);
    if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.includes(tagOf(facts.contentHash))) throw replaced(id);
    const range = byteRangeOf(header, facts.sizeBytes);
    const wanted = range === undefined || range === 'unsatisfiable' ? { first: 0, last: facts.sizeBytes - 1 } : range;
    const body = range === 'unsatisfiable' ? Readable.from([]) : Readable.from(this.bytesOf(id, facts.contentHash, wanted, context));
    return { facts, range, body };
  }

  private async *bytesOf(id: string, contentHash: string, { first, last }: ByteRange, context: RequestContext): AsyncGenerator<Buffer> {
    for (let at = first; at <= last;) {
      const number = Math.floor(at / ORIGINAL_PART_BYTES);
      const part = await this.part(id, number, context);
      const from = at - number * ORIGINAL_PART_BYTES;
      const bytes = Buffer.from(part.bytes, 'base64').subarray(from, from + last - at + 1);
      // Bytes of two contents must never come as one file.
      if (part.contentHash !== contentHash || bytes.length === 0) throw replaced(id);
      yield bytes;
      at += bytes.length;
    }
  }

  private part(id: string, part: number, context: RequestContext): Promise<OriginalPart> {
    return this.client.call(persistenceOriginalRead, { id, part }, context);
  }
}

export function tagOf(contentHash: string): string {
  return `"${contentHash}"`;
}

function replaced(id: string): AppError {
  return new AppError('FAILED_PRECONDITION', `The document ${id} was replaced or deleted meanwhile: ask for its original anew`);
}
