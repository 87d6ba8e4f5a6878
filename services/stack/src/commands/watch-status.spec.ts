import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceState } from '../client/service-probe.js';
import { watchStatus } from './watch-status.js';

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

const cache: ServiceState = { name: 'cache', state: 'ready', port: 8_899, parts: 'disk up', down: '' };
const metrics: ServiceState = { name: 'metrics', state: 'ready', port: 9_090, parts: 'disk up', down: '' };
const full: ServiceState = { ...cache, state: 'not ready', parts: 'disk down (disk full)', down: 'disk down (disk full)' };

/** Looks as often as there is something to see, then stops. */
async function watch(isTerminal: boolean, ...looks: ServiceState[][]): Promise<void> {
  const stop = new AbortController();
  const look = async () => {
    const [now = []] = looks.splice(0, 1);
    if (looks.length === 0) stop.abort();
    return now;
  };
  await watchStatus(look, 1, stop.signal, { isTerminal, shown: (states) => states.map(({ state }) => state).join('|') });
}

describe('docmind status --watch', () => {
  it('says in a log how each service is, then only what changes, with why', async () => {
    await watch(false, [cache, metrics], [cache, metrics], [full, metrics], [full, metrics], [cache, { ...metrics, state: 'not running' }]);
    expect(printed.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
      'cache: ready\n',
      'metrics: ready\n',
      'cache: ready -> not ready: disk down (disk full)\n',
      'cache: not ready -> ready\n',
      'metrics: ready -> not running\n',
    ]);
  });

  it('draws a terminal anew at each look', async () => {
    await watch(true, [cache], [full]);
    expect(printed).toEqual([
      expect.stringMatching(/^\u001b\[H\u001b\[Jready\n\n\d\d:\d\d:\d\d, every 0.001 s/),
      expect.stringMatching(/^\u001b\[H\u001b\[Jnot ready\n/),
    ]);
  });
});
