import { cacheSemanticInvalidate, type CallContract } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient } from '@docmind/messaging';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { OutboxRepository } from '../repositories/sqlite/outbox.repository.js';
import { addDocument, documentsOf } from '../testing/document.fixture.js';
import { openTestDatabase } from '../testing/test-database.fixture.js';
import { OutboxService } from './outbox.service.js';

class FakeCache extends MessageClient {
  readonly received: unknown[] = [];
  down = false;
  refusals = 0;

  async call<Request, Reply>(contract: CallContract<Request, Reply>, request: Request): Promise<Reply> {
    expect(contract.subject).toBe(cacheSemanticInvalidate.subject);
    if (this.down) {
      this.refusals += 1;
      throw new AppError('UNAVAILABLE', 'nobody answers');
    }
    this.received.push(request);
    return { removed: 0 } as Reply;
  }
  stream(): never {
    throw new Error('not asked for');
  }
  async publish(): Promise<void> {}
  isConnected(): boolean {
    return true;
  }
  async close(): Promise<void> {}
}

class QuietLogger extends Logger {
  readonly warnings: unknown[] = [];
  override warn(message: unknown): void {
    this.warnings.push(message);
  }
}

async function outboxOver(cache: FakeCache) {
  const database = await openTestDatabase();
  const store = new OutboxRepository(database);
  const logger = new QuietLogger();
  return { documents: documentsOf(database), store, logger, outbox: new OutboxService(store, cache, logger, 10) };
}

describe('OutboxService', () => {
  it('tells the cache which documents changed and up to which epoch, then forgets it', async () => {
    const cache = new FakeCache();
    const { documents, outbox, store } = await outboxOver(cache);
    const { document } = await addDocument(documents, 'acme', { texts: ['one'] });
    await documents.delete('acme', document.id);
    outbox.wake();
    await vi.waitFor(async () => expect(await store.count()).toBe(0));
    expect(cache.received).toEqual([{ tenant: 'acme', documentIds: [document.id], epoch: 2 }]);
  });

  it('keeps what the cache has not acknowledged, tries again until it has, and says so', async () => {
    const cache = new FakeCache();
    cache.down = true;
    const { documents, outbox, store, logger } = await outboxOver(cache);
    await addDocument(documents, 'acme', { texts: ['one'] });
    outbox.onApplicationBootstrap();
    await vi.waitFor(() => expect(cache.refusals).toBeGreaterThan(1));
    expect(await store.count()).toBe(1);
    expect(logger.warnings[0]).toMatchObject({ reason: 'nobody answers', failures: 1, retryInMs: 10 });
    cache.down = false;
    await vi.waitFor(async () => expect(await store.count()).toBe(0));
    expect(cache.received).toHaveLength(1);
  });

  it('sends nothing more once it is stopped', async () => {
    const cache = new FakeCache();
    const { documents, outbox, store } = await outboxOver(cache);
    await addDocument(documents, 'acme', { texts: ['one'] });
    await outbox.onModuleDestroy();
    outbox.wake();
    expect(cache.received).toEqual([]);
    expect(await store.count()).toBe(1);
  });
});
