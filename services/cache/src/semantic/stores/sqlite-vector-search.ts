import { setImmediate as turn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { SqliteFile } from '../../stores/sqlite-file.js';
import { ScopeSignatures, signatureOf } from './scope-signatures.js';

/** Up to here computing every cosine is as fast as choosing. */
const EXACT_ROWS = 2_000;
/** Rows whose cosines are computed in a large scope. Of 5,000 real questions each found its nearest among them. */
const CHOSEN_ROWS = 200;
/** Some 100 MiB of signatures and their places: two scopes of half a million questions, or many smaller ones. */
const MAX_SIGNATURES = 1_000_000;
/** Read at once, so that no other request waits long. */
const SLICE_ROWS = 4_000;

export interface NearRow {
  readonly row: number;
  readonly distance: number;
}
export interface VectorChange {
  readonly scope: number;
  readonly row: number;
  /** Undefined where it was removed. */
  readonly bits: Uint8Array | undefined;
}
interface ScopeState {
  readonly scope: number;
  readonly vectors: number;
  readonly version: number;
}

/** The nearest vectors of one scope: every cosine in a small scope, in a large one those of the rows whose signs are most alike. */
export class SqliteVectorSearch {
  private readonly signatures: LRUCache<number, ScopeSignatures>;
  /** What changed in a scope while its signatures are read. */
  private readonly loading = new Map<number, VectorChange[]>();

  constructor(private readonly file: SqliteFile) {
    this.signatures = new LRUCache({ maxSize: MAX_SIGNATURES, sizeCalculation: ({ size }) => size + 1 });
  }

  nearest({ scope, vectors, version }: ScopeState, vector: Float32Array, limit: number): NearRow[] {
    if (vectors <= EXACT_ROWS) return this.exact(scope, vector, limit);
    const held = this.signatures.get(scope);
    if (held?.version === version) return this.among(scope, held.nearest(signatureOf(vector), CHOSEN_ROWS), vector, limit);
    void this.load(scope, version, vector.length);
    return this.exact(scope, vector, limit);
  }

  /** True when the scope is searched by signs; while they are read every cosine is computed. */
  isLoaded(scope: number): boolean {
    return this.signatures.has(scope);
  }

  /** Told after the transaction, so that what was rolled back is never seen here. */
  committed(changes: readonly VectorChange[]): void {
    for (const change of changes) {
      this.loading.get(change.scope)?.push(change);
      const held = this.signatures.peek(change.scope);
      if (held) apply(held, change);
    }
  }

  clear(): void {
    this.signatures.clear();
  }

  private exact(scope: number, vector: Float32Array, limit: number): NearRow[] {
    return this.file
      .statement('SELECT row, vec_distance_cosine(vector, ?) AS distance FROM vectors WHERE scope = ? ORDER BY distance LIMIT ?')
      .all(blobOf(vector), scope, limit) as NearRow[];
  }

  private among(scope: number, rows: readonly number[], vector: Float32Array, limit: number): NearRow[] {
    return this.file
      .statement(
        `SELECT row, vec_distance_cosine(vector, ?) AS distance FROM vectors
         WHERE scope = ? AND row IN (SELECT value FROM json_each(?)) ORDER BY distance LIMIT ?`,
      )
      .all(blobOf(vector), scope, JSON.stringify(rows), limit) as NearRow[];
  }

  private async load(scope: number, version: number, dimensions: number): Promise<void> {
    if (this.loading.has(scope)) return;
    const changes: VectorChange[] = [];
    this.loading.set(scope, changes);
    try {
      const fresh = await this.read(scope, new ScopeSignatures(dimensions, version));
      for (const change of changes) apply(fresh, change);
      this.signatures.set(scope, fresh);
    } catch {
      // A store that can't be read shows at the search itself, which is counted there.
      this.signatures.delete(scope);
    } finally {
      this.loading.delete(scope);
    }
  }

  private async read(scope: number, signatures: ScopeSignatures): Promise<ScopeSignatures> {
    for (let after = -1; ;) {
      const rows = this.slice(scope, after);
      for (const { row, bits } of rows) signatures.add(row, bits);
      const last = rows.at(-1);
      if (!last || rows.length < SLICE_ROWS) return signatures;
      after = last.row;
      await turn();
    }
  }

  private slice(scope: number, after: number): { row: number; bits: Buffer }[] {
    return this.file
      .statement('SELECT row, bits FROM signatures WHERE scope = ? AND row > ? ORDER BY row LIMIT ?')
      .all(scope, after, SLICE_ROWS) as { row: number; bits: Buffer }[];
  }
}

/** Each change is one version, as the store's triggers count. */
function apply(signatures: ScopeSignatures, { row, bits }: VectorChange): void {
  if (bits) signatures.add(row, bits);
  else signatures.remove(row);
  signatures.version += 1;
}

export function blobOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function vectorOf(blob: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(blob).buffer);
}
