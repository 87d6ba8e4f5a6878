import { MetricsRegistry } from '@docmind/telemetry';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { CacheMonitor } from './cache-monitor.js';
import { PartCircuit } from './part-circuit.js';

function circuit() {
  const lines: object[] = [];
  const logger = { warn: (line: object) => void lines.push(line), error: (line: object) => void lines.push(line) };
  const monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
  return { lines, monitor, circuit: new PartCircuit('redis', monitor, 40) };
}

describe('PartCircuit', () => {
  it('gives up on a part that hangs, stops asking it, and asks again after a while', async () => {
    const { lines, monitor, circuit: redis } = circuit();
    let asked = 0;
    let hangs = true;
    const ask = () =>
      redis.orElse('otherwise', () => {
        asked += 1;
        return hangs ? new Promise<string>(() => undefined) : Promise.resolve('answer');
      });
    for (let at = 0; at < 10; at += 1) expect(await ask()).toBe('otherwise');
    expect(asked).toBe(3);
    expect(monitor.counts().faults).toBe(10);
    hangs = false;
    await until(async () => (await ask()) === 'answer', 'the part to be asked again');
    expect(lines).toEqual([
      expect.objectContaining({ msg: 'cache fault, treated as a miss', part: 'redis' }),
      expect.objectContaining({ msg: 'cache part works again', part: 'redis' }),
    ]);
  });

  it('lets patient work take its time', async () => {
    const { circuit: redis } = circuit();
    let finish: (value: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => (finish = resolve));
    const slow = redis.patiently('otherwise', () => work);
    for (let at = 0; at < 2; at += 1) await redis.orElse('late', () => new Promise<string>(() => undefined));
    finish('done');
    expect(await slow).toBe('done');
  });
});
