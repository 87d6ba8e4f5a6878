import { setImmediate as turn } from 'node:timers/promises';
import type { SqliteFile } from '@docmind/sqlite';
import { LRUCache } from 'lru-cache';
import { KeptVectors, type StoredVector } from './kept-vectors.js';
import { ScopeSignatures, signatureOf } from './scope-signatures.js';

/** Up to here computing every cosine is as fast as choosing. */
const EXACT_ROWS = 2_000;
/**
 * Rows whose cosines are computed in a large scope. Measured with bge-small on 800 real questions among 5,000: where the nearest had a cosine of
 * 0.85 or more it was among the first 9 by signs, and in 799 of all 800 among the first 200.
 */
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
export interface ScopeState {
  readonly scope: number;
  readonly vectors: number;
  readonly version: number;
}

interface Loading {
  /** What changed in the scope while its signatures are read. */
  readonly changes: VectorChange[];
  readonly done: Promise<void>;
}

/** The nearest vectors of one scope: every cosine in a small scope, in a large one those of the rows whose signs are most alike. */
export class SqliteVectorSearch {
  private readonly signatures: LRUCache<number, ScopeSignatures>;
  private readonly kept = new KeptVectors();
  private readonly loading = new Map<number, Loading>();

  constructor(private readonly file: SqliteFile) {
    this.signatures = new LRUCache({ maxSize: MAX_SIGNATURES, sizeCalculation: ({ size }) => size + 1 });
  }

  /** Reads what a search of a large scope needs, in turns with other work. Once a start, unless another process changes the file. */
  async prepare({ scope, vectors, version }: ScopeState, dimensions: number): Promise<void> {
    if (vectors <= EXACT_ROWS || this.signatures.get(scope)?.version === version) return;
    let loading = this.loading.get(scope);
    if (!loading) {
      const changes: VectorChange[] = [];
      loading = { changes, done: this.load(scope, new ScopeSignatures(dimensions, version), changes) };
      this.loading.set(scope, loading);
    }
    await loading.done;
  }

  nearest({ scope, vectors, version }: ScopeState, vector: Float32Array, limit: number): NearRow[] {
    const held = vectors > EXACT_ROWS ? this.signatures.get(scope) : undefined;
    if (held?.version !== version) return this.exact(scope, vector, limit);
    const alike = held.nearest(signatureOf(vector), CHOSEN_ROWS);
    if (!this.kept.fits(this.searched(), vector.length)) return this.among(scope, alike, vector, limit);
    const nearest = this.kept.nearest(alike, vector, limit, (rows) => this.vectorsOf(scope, rows));
    return this.among(scope, nearest, vector, limit);
  }

  /** True when the scope is searched by signs. */
  isLoaded(scope: number): boolean {
    return this.signatures.has(scope);
  }

  /** Told after the transaction, so that what was rolled back is never seen here. */
  committed(changes: readonly VectorChange[]): void {
    for (const change of changes) {
      this.kept.forget(change.row);
      this.loading.get(change.scope)?.changes.push(change);
      const held = this.signatures.peek(change.scope);
      if (held) apply(held, change);
    }
  }

  clear(): void {
    this.signatures.clear();
    this.kept.clear();
  }

  /** Vectors of all large scopes: those of one of them are pushed out by a search of the next. */
  private searched(): number {
    return [...this.signatures.values()].reduce((sum, { size }) => sum + size, 0);
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

  private vectorsOf(scope: number, rows: readonly number[]): StoredVector[] {
    const found = this.file
      .statement('SELECT row, vector FROM vectors WHERE scope = ? AND row IN (SELECT value FROM json_each(?))')
      .all(scope, JSON.stringify(rows)) as { row: number; vector: Buffer }[];
    return found.map(({ row, vector }) => ({ row, vector: vectorOf(vector) }));
  }

  private async load(scope: number, fresh: ScopeSignatures, changes: readonly VectorChange[]): Promise<void> {
    try {
      await this.read(scope, fresh);
      for (const change of changes) apply(fresh, change);
      // Another process may have given the number of a row that is kept to another one.
      this.kept.clear();
      this.signatures.set(scope, fresh);
    } catch {
      // A store that can't be read shows at the search itself, which is counted there.
      this.signatures.delete(scope);
    } finally {
      this.loading.delete(scope);
    }
  }

  private async read(scope: number, signatures: ScopeSignatures): Promise<void> {
    for (let after = -1; ;) {
      const rows = this.slice(scope, after);
      for (const { row, bits } of rows) signatures.add(row, bits);
      const last = rows.at(-1);
      if (!last || rows.length < SLICE_ROWS) return;
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
