import { factsOf, type PartFacts } from '../documents/document-parts.policy.js';
import { pack, unpack } from './step-codec.js';

interface Packed {
  readonly bytes: Uint8Array;
  readonly rawBytes: number;
}

/** The parts of a document that wait for their turn: packed, as those of several long documents would fill the memory otherwise. */
export class PackedParts {
  private packed: Packed[] = [];
  private facts: PartFacts | undefined;

  /** In order, from 0 again where the document is read again. */
  async add(at: number, bytes: Uint8Array): Promise<void> {
    if (at === 0) [this.facts, this.packed] = [factsOf(bytes), []];
    this.packed.push({ bytes: await pack('split', bytes), rawBytes: bytes.byteLength });
  }

  get pages(): number {
    return this.facts?.pages ?? 0;
  }

  get chunkCount(): number {
    return this.facts?.chunks ?? 0;
  }

  /** Whether there is no part after this one. */
  isLast(at: number): boolean {
    return at + 1 >= (this.facts?.parts ?? 0);
  }

  get sizeBytes(): number {
    return this.packed.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  }

  /** One after another as they are asked for. */
  async *parts(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const { bytes, rawBytes } of this.packed) yield await unpack('split', bytes, rawBytes);
  }
}
