import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type CacheEntry, documentIdsOf, type EntryRef } from '../entry/cache-entry.js';
import type { EntrySelection } from '../entry/selection.policy.js';
import { SharedExactStore } from '../entry/shared-exact-store.port.js';
import { repliesOf } from './redis-connection.js';

const PREFIX = 'docmind:cache:';
const REMOVED_AT_ONCE = 500;
/** Removes a key only while it still holds that very entry. */
const REMOVE_ENTRY = `
  local text = redis.call('GET', KEYS[1])
  if text and cjson.decode(text).id == ARGV[1] then return redis.call('UNLINK', KEYS[1]) end
  return 0`;

/**
 * Answers in Redis. Beside each stand sorted sets that say which keys belong to a document, a namespace and so on, so that any replica can
 * remove what another one stored. Redis expires all of it by itself; an entry whose sets it dropped to save memory counts as gone, because
 * it could no longer be removed.
 */
export class RedisExactStore extends SharedExactStore {
  constructor(private readonly redis: Redis) {
    super();
  }

  async get(exactKey: string): Promise<CacheEntry | undefined> {
    return (await this.getMany([exactKey]))[0];
  }

  async getMany(exactKeys: readonly string[]): Promise<(CacheEntry | undefined)[]> {
    if (exactKeys.length === 0) return [];
    const texts = await this.redis.mget(...exactKeys.map(entryKey));
    const entries = texts.map((text) => (text === null ? undefined : (JSON.parse(text) as CacheEntry)));
    const memberships = this.redis.pipeline();
    for (const entry of entries) if (entry) for (const group of groupsOf(entry)) memberships.zscore(group, entryKey(entry.exactKey));
    const scores = await repliesOf(memberships);
    return entries.map((entry) => {
      const removable = entry && scores.splice(0, groupsOf(entry).length).every((score) => score !== null);
      return removable ? entry : undefined;
    });
  }

  async set(entry: CacheEntry, ttlMs: number): Promise<void> {
    const key = entryKey(entry.exactKey);
    const lifeMs = Math.max(1, ttlMs);
    const transaction = this.redis.multi().set(key, JSON.stringify(entry), 'PX', lifeMs);
    for (const group of groupsOf(entry)) {
      transaction
        .zadd(group, entry.expiresAtMs, key)
        .zremrangebyscore(group, '-inf', entry.createdAtMs)
        .pexpire(group, lifeMs, 'NX')
        .pexpire(group, lifeMs, 'GT');
    }
    await repliesOf(transaction);
  }

  async remove(refs: readonly EntryRef[]): Promise<void> {
    if (refs.length === 0) return;
    const removals = this.redis.pipeline();
    for (const { exactKey, id } of refs) removals.eval(REMOVE_ENTRY, 1, entryKey(exactKey), id);
    await repliesOf(removals);
  }

  async removeSelected(tenant: string, selection: EntrySelection): Promise<void> {
    for (const group of groupsSelected(tenant, selection)) {
      for (;;) {
        const keys = await this.redis.zrange(group, 0, REMOVED_AT_ONCE - 1);
        if (keys.length === 0) break;
        await repliesOf(
          this.redis
            .multi()
            .unlink(...keys)
            .zrem(group, ...keys),
        );
      }
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }
}

function entryKey(exactKey: string): string {
  return `${PREFIX}entry:${exactKey}`;
}

/** Hashed, so that keys are short and hold no name. JSON keeps the parts apart whatever is in them. */
function groupKey(tenant: string, kind: EntrySelection['by'], name: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenant, name]))
    .digest('base64url');
  return `${PREFIX}${kind}:${hash}`;
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

function groupsSelected(tenant: string, selection: EntrySelection): string[] {
  switch (selection.by) {
    case 'everything':
      return [groupKey(tenant, 'everything', '')];
    case 'namespace':
      return [groupKey(tenant, 'namespace', selection.namespace)];
    case 'model':
      return [groupKey(tenant, 'model', selection.model)];
    case 'entries':
    case 'documents':
      return selection.ids.map((id) => groupKey(tenant, selection.by, id));
  }
}
