import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Reader, ReaderPool, type Wait } from './reader-pool.js';
import type { PagesRead, ReaderJob, ReaderReply } from './reader-process.js';

const USED = { usedBytes: 0, usedSeconds: 0 };
const stays = new AbortController().signal;

/** Readers that are at work until they are let go, or killed. */
class SlowReaders {
  /** Documents at work, those that were begun first first. */
  readonly atWork = new Map<string, { readonly tell: (pages: PagesRead) => void; readonly end: (reply?: ReaderReply) => void }>();
  readonly begun: string[] = [];
  readonly pool = new ReaderPool(() => this.reader());

  readonly read = (name: string, { mayRecognise = false, ...wait }: Partial<Wait> & { mayRecognise?: boolean } = {}) => {
    const job = { format: 'any', bytes: Buffer.from(name), limits: {}, languages: [], mayRecognise };
    const late = () => new AppError('INVALID_ARGUMENT', 'late');
    const lateInAll = (pages?: PagesRead) => new AppError('INVALID_ARGUMENT', `late in all at ${pages?.done} of ${pages?.total}`);
    const limits = { timeoutMs: 120_000, late, documentTimeoutMs: 1_800_000, lateInAll };
    return this.pool.read(job, { signal: stays, ...limits, onPage: () => undefined, onRecognition: () => undefined, ...wait });
  };

  readonly isAtWork = (name: string) => until(() => this.atWork.has(name), `${name} to be read`);

  /** As a PDF that is found to hold a scan before any of its words is recognised. */
  found(name: string): void {
    this.end(name, { needsRecognition: true, ...USED });
  }

  end(name: string, reply: ReaderReply = { document: { pages: 0, text: name, blocks: [] }, ...USED }): void {
    this.atWork.get(name)?.end(reply);
  }

  private reader(): Reader {
    let kill = (): void => undefined;
    const read = (job: ReaderJob, tell: (pages: PagesRead) => void = () => undefined) =>
      new Promise<ReaderReply | undefined>((resolve) => {
        const name = Buffer.from(job.bytes).toString();
        const end = (reply?: ReaderReply): void => {
          this.atWork.delete(name);
          resolve(reply);
        };
        kill = () => end();
        this.begun.push(name);
        this.atWork.set(name, { tell, end });
      });
    return { read, rest: () => undefined, isAlive: true, kill: () => kill() };
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
    expect(await text).toMatchObject({ document: { text: 'text' } });
    readers.end('first');
    await readers.isAtWork('second');
    readers.end('second');
    expect(await Promise.all(scans)).toMatchObject([{ document: { text: 'first' } }, { document: { text: 'second' } }]);
  });

  it('give the place back of what is found to be a scan, and recognise scans in the order they are found in', async () => {
    const readers = new SlowReaders();
    const waits: string[] = [];
    const scans = ['first', 'second', 'third'].map((name) => readers.read(name, { onRecognition: () => waits.push(name) }));
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
    expect((await Promise.all(scans)).map((reply) => reply?.document?.text)).toEqual(['first', 'second', 'third']);
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
    expect(await next).toMatchObject({ document: { text: 'next' } });
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
