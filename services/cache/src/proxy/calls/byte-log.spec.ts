import { describe, expect, it } from 'vitest';
import { ByteLog } from './byte-log.js';

const staying = new AbortController().signal;
const text = async (bytes: AsyncIterable<Buffer>): Promise<string> => {
  let all = '';
  for await (const chunk of bytes) all += chunk.toString();
  return all;
};

describe('a log of bytes', () => {
  it('gives each reader everything, whenever it joins', async () => {
    const log = new ByteLog(100);
    const early = text(log.read(staying));
    await log.write(Buffer.from('one '));
    const late = text(log.read(staying));
    await log.write(Buffer.from('two'));
    log.close();
    expect(await Promise.all([early, late, text(log.read(staying))])).toEqual(['one two', 'one two', 'one two']);
  });

  it('ends for its readers with the error it was closed with', async () => {
    const log = new ByteLog(100);
    const reading = text(log.read(staying));
    log.close(new Error('broke off'));
    await expect(reading).rejects.toThrow('broke off');
  });

  it('lets a reader go that leaves, and the others read on', async () => {
    const log = new ByteLog(100);
    const leaver = new AbortController();
    const left = text(log.read(leaver.signal));
    const stays = text(log.read(staying));
    await log.write(Buffer.from('one '));
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    await log.write(Buffer.from('two'));
    log.close();
    expect(await stays).toBe('one two');
  });

  it('makes the writer wait for a reader that is far behind, and no longer than it stays', async () => {
    const log = new ByteLog(10);
    const leaver = new AbortController();
    log.read(leaver.signal);
    let isWritten = false;
    const writing = log.write(Buffer.alloc(2 * 1024 * 1024)).then(() => (isWritten = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    expect(log.isWhole).toBe(false);
    leaver.abort();
    await writing;
  });

  it('does not wait for a reader that had left before it came', async () => {
    const log = new ByteLog(10);
    const left = log.read(AbortSignal.abort());
    await log.write(Buffer.alloc(2 * 1024 * 1024));
    await expect(text(left)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('still gives what it holds too much of to those who are there', async () => {
    const log = new ByteLog(4);
    const [one, two] = [text(log.read(staying)), text(log.read(staying))];
    for (const part of ['abc', 'def', 'ghi']) await log.write(Buffer.from(part));
    log.close();
    expect(await Promise.all([one, two])).toEqual(['abcdefghi', 'abcdefghi']);
  });
});
