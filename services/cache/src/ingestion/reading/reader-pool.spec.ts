import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Reader, ReaderPool, type Share, type Wait } from './reader-pool.js';
import type { PagesRead, ReaderReply } from './reader-process.js';

const USED = { usedBytes: 0, usedSeconds: 0 };
const noBytes = async function* () {};
const stays = new AbortController().signal;

/** Readers that are at work until they are let go, or killed. */
class SlowReaders {
  /** Documents at work, those that were begun first first. */
  readonly atWork = new Map<string, { readonly tell: (pages: PagesRead) => void; readonly end: (reply?: ReaderReply) => void }>();
  readonly begun: string[] = [];
  readonly shares: string[] = [];
  readonly pool = new ReaderPool((share) => this.reader(share));

  readonly read = (name: string, { mayRecognise = false, ...wait }: Partial<Wait> & { mayRecognise?: boolean } = {}) => {
    const job = { format: name, sizeBytes: 0, limits: {}, languages: [], mayRecognise, unspaced: /x/u };
    const late = () => new AppError('INVALID_ARGUMENT', 'late');
    const lateInAll = (pages?: PagesRead) => new AppError('INVALID_ARGUMENT', `late in all at ${pages?.done} of ${pages?.total}`);
    const limits = { timeoutMs: 120_000, late, documentTimeoutMs: 1_800_000, lateInAll };
    const told = { onPage: () => undefined, onPart: async () => undefined, onLongTurn: () => undefined };
    return this.pool.read(job, noBytes, { signal: stays, ...limits, ...told, ...wait });
  };

  readonly isAtWork = (name: string) => until(() => this.atWork.has(name), `${name} to be read`);

  /** As a PDF that is found to hold a scan before any of its words is recognised. */
  found(name: string): void {
    this.end(name, { needsRecognition: true, ...USED });
  }

  end(name: string, reply: ReaderReply = { done: true, ...USED }): void {
    this.atWork.get(name)?.end(reply);
  }

  private reader(share: Share): Reader {
    let kill = (): void => undefined;
    const reader = { isAlive: true, rest: () => undefined, kill: () => kill() };
    const read: Reader['read'] = ({ format: name }, _source, { onPage: tell }) =>
      new Promise<ReaderReply | undefined>((resolve) => {
        const end = (reply?: ReaderReply): void => {
          this.atWork.delete(name);
          resolve(reply);
        };
        kill = () => {
          reader.isAlive = false;
          end();
        };
        this.begun.push(name);
        this.shares.push(`${name}: ${share}`);
        this.atWork.set(name, { tell, end });
      });
    return Object.assign(reader, { read });
  }
}

describe('readers', () => {
  it('read a small text while one of two scans is recognised and the other waits', async () => {
    const readers = new SlowReaders();
    const scans = [readers.read('first', { mayRecognise: true }), readers.read('second', { mayRecognise: true })];
    await readers.isAtWork('first');
    const text = readers.read('text');
    await readers.isAtWork('text');
    expect([...readers.atWork.keys()]).toEqual(['first', 'text']);
    readers.end('text');
    expect(await text).toMatchObject({ done: true });
    readers.end('first');
    await readers.isAtWork('second');
    readers.end('second');
    expect(await Promise.all(scans)).toMatchObject([{ done: true }, { done: true }]);
  });

  it('give the place back of what is found to be a scan, and recognise scans in the order they are found in', async () => {
    const readers = new SlowReaders();
    const waits: string[] = [];
    const scans = ['first', 'second', 'third'].map((name) => readers.read(name, { onLongTurn: () => waits.push(name) }));
    await readers.isAtWork('second');
    readers.found('second');
    await readers.isAtWork('third');
    readers.found('first');
    await readers.isAtWork('second');
    readers.found('third');
    const text = readers.read('text');
    await readers.isAtWork('text');
    readers.end('text');
    await text;
    for (const name of ['second', 'first', 'third']) {
      await readers.isAtWork(name);
      readers.end(name);
    }
    expect(await Promise.all(scans)).toMatchObject(Array(3).fill({ done: true }));
    expect(readers.begun.slice(-3)).toEqual(['text', 'first', 'third']);
    expect(waits).toEqual(['second', 'first', 'third']);
  });

  it('read two texts at once where nothing is recognised, and a third after one of them', async () => {
    const readers = new SlowReaders();
    const texts = ['first', 'second', 'third'].map((name) => readers.read(name));
    await readers.isAtWork('second');
    expect([...readers.atWork.keys()]).toEqual(['first', 'second']);
    readers.end('second');
    await readers.isAtWork('third');
    readers.end('third');
    readers.end('first');
    expect(await Promise.all(texts)).toHaveLength(3);
  });

  it('let one go at once that leaves while it waits, and take the next in its stead', async () => {
    const readers = new SlowReaders();
    const first = readers.read('first', { mayRecognise: true });
    const leaving = new AbortController();
    const second = readers.read('second', { mayRecognise: true, signal: leaving.signal });
    const third = readers.read('third', { mayRecognise: true });
    await readers.isAtWork('first');
    leaving.abort();
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    readers.end('first');
    await readers.isAtWork('third');
    readers.end('third');
    await Promise.all([first, third]);
    expect(readers.begun).toEqual(['first', 'third']);
  });
});

describe('the memory of readers', () => {
  it('is the first share until a document outgrows it, which is read again with the whole, alone', async () => {
    const readers = new SlowReaders();
    const waits: string[] = [];
    const large = ['first', 'second'].map((name) => readers.read(name, { onLongTurn: () => waits.push(name) }));
    await readers.isAtWork('second');
    // One is ended by the kernel, the other says so itself.
    readers.atWork.get('first')?.end(undefined);
    readers.end('second', { outOfMemory: true, ...USED });
    await until(() => readers.shares.length === 3, 'the first to be read again');
    const small = readers.read('small');
    await readers.isAtWork('small');
    expect(readers.shares).toEqual(['first: first', 'second: first', 'first: whole', 'small: first']);
    readers.end('small');
    readers.end('first');
    await readers.isAtWork('second');
    readers.end('second', { outOfMemory: true, ...USED });
    expect(await Promise.all([...large, small])).toMatchObject([{ done: true }, { outOfMemory: true }, { done: true }]);
    expect(waits).toEqual(['first', 'second']);
  });

  it('is given back when the pool is closed: who is read ends, and who waits begins no more', async () => {
    const readers = new SlowReaders();
    const reads = ['first', 'second', 'third'].map((name) => readers.read(name));
    await readers.isAtWork('second');
    readers.pool.close();
    for (const outcome of await Promise.allSettled(reads)) expect(outcome).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
    expect(readers.begun).toEqual(['first', 'second']);
  });
});

describe('the time of a document', () => {
  afterEach(() => vi.useRealTimers());

  it('is limited in all, however soon each of its pages is done, and frees its place', async () => {
    vi.useFakeTimers();
    const readers = new SlowReaders();
    const scan = readers.read('scan', { mayRecognise: true });
    const refused = expect(scan).rejects.toThrow('late in all at 17 of 300');
    const next = readers.read('next', { mayRecognise: true });
    await vi.advanceTimersByTimeAsync(0);
    for (let done = 0; readers.atWork.has('scan') && done < 300; done += 1) {
      readers.atWork.get('scan')?.tell({ done, total: 300 });
      await vi.advanceTimersByTimeAsync(100_000);
    }
    await refused;
    readers.end('next');
    expect(await next).toMatchObject({ done: true });
  });

  it('is limited from one page to the next', async () => {
    vi.useFakeTimers();
    const readers = new SlowReaders();
    const refused = expect(readers.read('scan', { mayRecognise: true })).rejects.toThrow(/^late$/);
    await vi.advanceTimersByTimeAsync(100_000);
    readers.atWork.get('scan')?.tell({ done: 1, total: 2 });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(readers.atWork.has('scan')).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    await refused;
  });
});
