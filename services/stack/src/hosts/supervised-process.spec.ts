import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SupervisedProcess } from './supervised-process.js';

/** A service in a few lines: MODE says what it does instead of serving. */
const CHILD = `
const mode = process.env.MODE;
if (mode === 'fails') process.exit(3);
process.on('SIGTERM', () => mode !== 'stubborn' && process.exit(0));
process.on('disconnect', () => process.exit(0));
if (mode !== 'silent') process.send({ url: 'http://127.0.0.1:1/' + process.pid });
setInterval(() => undefined, 1_000);
`;

type Event = { msg: string; [fact: string]: unknown };

function supervised(mode: string, limits: { startLimitMs?: number; stopLimitMs?: number } = {}) {
  const entry = join(temporaryFolder(), 'child.mjs');
  writeFileSync(entry, CHILD);
  const events: Event[] = [];
  const process = new SupervisedProcess({
    name: 'thing',
    entry,
    environment: { MODE: mode },
    startLimitMs: 20_000,
    stopLimitMs: 20_000,
    ...limits,
    report: (event) => events.push(event),
  });
  onTestFinished(() => process.stop());
  return { process, events };
}

function kill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

describe('SupervisedProcess', () => {
  it('knows where the service is, and ends it when told to', async () => {
    const { process, events } = supervised('serves');
    await process.start();
    expect(process.url).toBe(`http://127.0.0.1:1/${process.pid}`);
    await process.stop();
    expect(isRunning(process.pid ?? 0)).toBe(false);
    expect(events).toEqual([]);
  });

  it('starts a service again that died, and says so', async () => {
    const { process, events } = supervised('serves');
    await process.start();
    const first = process.pid;
    kill(first);
    await until(() => events.some(({ msg }) => msg === 'service is back'), 'the service to be back');
    expect(process.pid).not.toBe(first);
    expect(process.url).toContain(String(process.pid));
    expect(events[0]).toEqual({ msg: 'service died, starting it again', name: 'thing', code: null, signal: 'SIGKILL', waitMs: 100 });
  });

  it('is not brought back by a crash during its stop', async () => {
    const { process, events } = supervised('stubborn', { stopLimitMs: 50 });
    await process.start();
    await process.stop();
    expect(isRunning(process.pid ?? 0)).toBe(false);
    expect(events).toEqual([]);
  });

  it('names a service that ends before it is ready, and one that stays silent', async () => {
    await expect(supervised('fails').process.start()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'thing ended with 3 before it was ready',
    });
    const silent = supervised('silent', { startLimitMs: 200 }).process;
    await expect(silent.start()).rejects.toThrow('thing was not ready within 200 ms');
    await until(() => !isRunning(silent.pid ?? 0), 'the silent one to be gone');
  });
});
