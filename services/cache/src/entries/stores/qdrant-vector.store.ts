import { createHash } from 'node:crypto';
import type { QdrantClient } from '@qdrant/js-client-rest';
import type { Clock } from '../../monitoring/clock.js';
import type { EntryRef, FoundEntry } from '../entry/cache-entry.js';
import type { IndexableEntry, NearEntry } from '../entry/entry-store.port.js';
import { scopePartsOf } from '../entry/keys.policy.js';
import { VectorIndex } from '../entry/vector-index.port.js';

const NOT_FOUND = 404;
const CONFLICT = 409;

interface Payload extends Record<string, unknown> {
  readonly entry: string;
  readonly exactKey: string;
}

export interface QdrantVectorStoreOptions {
  readonly client: QdrantClient;
  readonly collection: string;
  readonly clock: Clock;
  /** The answer that a point stands for; one that nobody holds any more is skipped. */
  readonly find: (exactKey: string) => Promise<FoundEntry | undefined>;
}

/**
 * Vectors in Qdrant, one collection for all scopes. Each part of the scope is a payload field that the search must match, so that a point of
 * another scope is never even a candidate. The tenant's index keeps one tenant's points together.
 */
export class QdrantVectorStore extends VectorIndex {
  readonly isSeparate = true;

  constructor(private readonly options: QdrantVectorStoreOptions) {
    super();
  }

  async nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]> {
    const { client, collection, clock, find } = this.options;
    const filter = { must: [...matchesOf(scopeKey), { key: 'expiresAtMs', range: { gt: clock.nowMs() } }] };
    const { points } = await client
      .query(collection, { query: [...vector], filter, limit, with_payload: ['entry', 'exactKey'] })
      .catch((error: unknown) => {
        // Created with the first entry: until then there is nothing to find.
        if (statusOf(error) === NOT_FOUND) return { points: [] };
        throw error;
      });
    const near = await Promise.all(
      points.map(async ({ payload, score }) => {
        const { entry: id, exactKey } = payload as Payload;
        const found = await find(exactKey);
        // A point may outlive its answer, and an answer may have another's key since.
        return found?.entry.id === id && found.entry.scopeKey === scopeKey ? [{ entry: found.entry, cosine: score }] : [];
      }),
    );
    return near.flat();
  }

  async add(entries: readonly IndexableEntry[]): Promise<void> {
    const [first] = entries;
    if (!first) return;
    const points = entries.map(({ entry, vector }) => ({
      id: pointIdOf(entry.exactKey),
      vector: [...vector],
      payload: { ...scopePartsOf(entry.scopeKey), entry: entry.id, exactKey: entry.exactKey, expiresAtMs: entry.expiresAtMs },
    }));
    const { client, collection } = this.options;
    const upsert = (): Promise<unknown> => client.upsert(collection, { wait: true, points });
    await upsert().catch(async (error: unknown) => {
      if (statusOf(error) !== NOT_FOUND) throw error;
      await this.create(first.vector.length);
      await upsert();
    });
  }

  async remove(refs: readonly EntryRef[]): Promise<void> {
    if (refs.length === 0) return;
    const filter = { must: [{ key: 'entry', match: { any: refs.map(({ id }) => id) } }] };
    await this.options.client.delete(this.options.collection, { wait: true, filter }).catch(ignoreMissing);
  }

  async upkeep(): Promise<number> {
    const { client, collection, clock } = this.options;
    const { exists } = await client.collectionExists(collection);
    if (!exists) return 0;
    const filter = { must: [{ key: 'expiresAtMs', range: { lte: clock.nowMs() } }] };
    await client.delete(collection, { wait: true, filter });
    return (await client.count(collection, { exact: true })).count;
  }

  /** Two replicas may create it at once. */
  private async create(size: number): Promise<void> {
    const { client, collection } = this.options;
    try {
      await client.createCollection(collection, { vectors: { size, distance: 'Cosine' } });
    } catch (error) {
      if (statusOf(error) !== CONFLICT) throw error;
    }
    const keyword = (name: string): Promise<unknown> =>
      client.createPayloadIndex(collection, {
        wait: true,
        field_name: name,
        field_schema: name === 'tenant' ? { type: 'keyword', is_tenant: true } : 'keyword',
      });
    for (const name of [...Object.keys(scopePartsOf('[]')), 'entry']) await keyword(name);
    await client.createPayloadIndex(collection, { wait: true, field_name: 'expiresAtMs', field_schema: 'integer' });
  }
}

function matchesOf(scopeKey: string): { key: string; match: { value: string } }[] {
  return Object.entries(scopePartsOf(scopeKey)).map(([key, value]) => ({ key, match: { value } }));
}

/** Qdrant takes UUIDs; one question in one scope has one point. */
function pointIdOf(exactKey: string): string {
  const hex = createHash('sha256').update(exactKey).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

function ignoreMissing(error: unknown): void {
  if (statusOf(error) !== NOT_FOUND) throw error;
}
