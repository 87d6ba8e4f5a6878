import { Redis } from 'ioredis';
import type { CacheEntry, EntryRef } from '../cache-entry.js';
import { documentIdsOf } from '../cache-entry.js';
import type { EntrySelection } from '../entry-store.port.js';
import { SharedExactStore } from '../shared-exact-store.port.js';

const PREFIX = 'docmind:cache:';
/** A cache that answers later than this is worth less than a miss. */
const COMMAND_TIMEOUT_MS = 50;
const MAX_RECONNECT_DELAY_MS = 2_000;

/**
 * Exact hits in Redis. Beside each entry stand sets that say which keys rest on a document, a namespace or an id, so that any replica can
 * remove what another one stored. Redis expires all of it by itself.
 */
export class RedisExactStore extends SharedExactStore {
  private readonly redis: Redis;

  constructor(url: string, onFault: (error: Error) => void) {
    super();
    this.redis = new Redis(url, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      // Commands fail at once while there is no connection, instead of waiting for one.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
    });
    this.redis.on('error', onFault);
  }

  async get(exactKey: string): Promise<CacheEntry | undefined> {
    const text = await this.redis.get(entryKey(exactKey));
    return text === null ? undefined : (JSON.parse(text) as CacheEntry);
  }

  async set(entry: CacheEntry, ttlMs: number): Promise<void> {
    const key = entryKey(entry.exactKey);
    const pipeline = this.redis.multi().set(key, JSON.stringify(entry), 'PX', Math.max(1, ttlMs));
    for (const group of groupsOf(entry))
      pipeline.sadd(group, key).pexpire(group, Math.max(1, ttlMs), 'NX').pexpire(group, Math.max(1, ttlMs), 'GT');
    await pipeline.exec();
  }

  async remove(refs: readonly EntryRef[]): Promise<void> {
    if (refs.length > 0) await this.redis.unlink(...refs.map((ref) => entryKey(ref.exactKey)));
  }

  async removeSelected(tenant: string, selection: EntrySelection): Promise<void> {
    for (const group of groupsSelected(tenant, selection)) {
      const keys = await this.redis.smembers(group);
      await this.redis.unlink(group, ...keys);
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }
}

function entryKey(exactKey: string): string {
  return `${PREFIX}entry:${exactKey}`;
}

function groupKey(tenant: string, kind: EntrySelection['by'], name: string): string {
  return `${PREFIX}group:${JSON.stringify([tenant, kind, name])}`;
}

function groupsSelected(tenant: string, selection: EntrySelection): string[] {
  switch (selection.by) {
    case 'namespace':
      return [groupKey(tenant, 'namespace', selection.namespace)];
    case 'model':
      return [groupKey(tenant, 'model', selection.model)];
    case 'everything':
      return [groupKey(tenant, 'everything', '')];
    case 'entries':
    case 'documents':
      return selection.ids.map((id) => groupKey(tenant, selection.by, id));
  }
}

function groupsOf(entry: CacheEntry): string[] {
  return [
    groupKey(entry.tenant, 'everything', ''),
    groupKey(entry.tenant, 'namespace', entry.namespace),
    groupKey(entry.tenant, 'model', entry.model),
    groupKey(entry.tenant, 'entries', entry.id),
    ...documentIdsOf(entry).map((id) => groupKey(entry.tenant, 'documents', id)),
  ];
}
