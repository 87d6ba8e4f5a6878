import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsFiguresReported } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { FiguresHistory } from './figures-history.js';
import { listGates, metricsOf } from './lists/gate-list.js';
import type { GateDefinition } from './lists/gate.types.js';
import { GPU } from './lists/inference-gates.js';
import { judge } from './judge.policy.js';
import { passPromqlOf, promqlOf, samplesPromqlOf } from './promql.policy.js';

const HOUR_MS = 3_600_000;
const START = 10 * HOUR_MS;
type Sample = [string, Record<string, string>, number];

const share: GateDefinition = {
  id: 'calls',
  title: 'Calls',
  group: 'agents',
  source: 'docmind',
  target: { above: 0.9 },
  unit: 'ratio',
  figure: { kind: 'share', part: { metric: 'calls_total', where: { outcome: 'done|late' } }, of: { metric: 'calls_total' } },
  minSamples: 10,
};
const time: GateDefinition = {
  ...share,
  id: 'time',
  target: { below: 0.05 },
  unit: 'seconds',
  minSamples: 1,
  figure: { kind: 'quantile', of: { metric: 'time_seconds' }, quantile: 0.5 },
};
const age: GateDefinition = {
  ...share,
  id: 'age',
  target: { below: 5 },
  minSamples: 1,
  figure: { kind: 'highest', of: { metric: 'age' } },
};
const up: GateDefinition = {
  ...share,
  id: 'up',
  target: { above: 0.999 },
  minSamples: 1,
  figure: { kind: 'average', of: { metric: 'up', where: { target: 'cache' } } },
};

function history() {
  const kept = new FiguresHistory(new Set([...metricsOf([share, time, up, age]), GPU.metric]), {
    windowMs: HOUR_MS,
    slotMs: 15_000,
    silentMs: 180_000,
  });
  const report = (instance: string, startedAtMs: number, atMs: number, ...samples: Sample[]) => {
    // What crosses the wire has this form.
    kept.add(metricsFiguresReported.request.parse({ service: 'cache', instance, startedAtMs, isReady: true, samples }), atMs);
  };
  return { kept, report };
}
const calls = (done: number, failed: number): Sample[] => [
  ['calls_total', { outcome: 'done' }, done],
  ['calls_total', { outcome: 'failed' }, failed],
];

describe('a gate', () => {
  it('has no data, and no pass, before anything was reported and below its samples', () => {
    const { kept, report } = history();
    expect(judge(share, kept.at(START))).toMatchObject({ verdict: 'no data', value: null, samples: 0 });
    report('a', START, START + 1_000, ...calls(5, 0));
    expect(judge(share, kept.at(START + 1_000))).toMatchObject({ verdict: 'no data', value: 1, samples: 5 });
  });

  it('that was set for a GPU shows its figure and is judged only where there is one', () => {
    const { kept, report } = history();
    const forGpu: GateDefinition = { ...share, needs: 'gpu' };
    report('a', START, START + 1_000, ...calls(10, 10));
    expect(judge(forGpu, kept.at(START + 1_000))).toMatchObject({ verdict: 'no data', value: 0.5, samples: 20 });
    report('a', START, START + 2_000, ...calls(10, 10), [GPU.metric, { gpu: '0' }, 1e9]);
    expect(judge(forGpu, kept.at(START + 2_000))).toMatchObject({ verdict: 'fail', value: 0.5 });
  });

  it('adds up processes, counts a new one from 0 and an older one from when it was first seen, and goes on after a restart', () => {
    const { kept, report } = history();
    // Older than the window: what it counted before isn't of the last hour.
    report('old', START - 2 * HOUR_MS, START, ...calls(1_000, 1_000));
    report('old', START - 2 * HOUR_MS, START + 60_000, ...calls(1_090, 1_000));
    // Two that began within it: the second took the place of the first.
    report('first', START + 1_000, START + 30_000, ...calls(5, 5));
    report('second', START + 90_000, START + 120_000, ...calls(0, 10));
    expect(judge(share, kept.at(START + 120_000))).toMatchObject({ verdict: 'fail', value: 95 / 110, samples: 110 });
  });

  it('forgets what is older than its window', () => {
    const { kept, report } = history();
    report('a', START, START + 60_000, ...calls(100, 100));
    for (let minute = 2; minute <= 90; minute += 1) report('a', START, START + minute * 60_000, ...calls(100 + minute, 100));
    const { value, samples } = judge(share, kept.at(START + 90 * 60_000));
    expect([value, samples]).toEqual([1, 60]);
  });

  it('reads a quantile from buckets as Prometheus does', () => {
    const { kept, report } = history();
    const bucket = (le: string, count: number): Sample => ['time_seconds_bucket', { le }, count];
    report('a', START, START + 1_000, bucket('0.01', 0), bucket('0.1', 10), bucket('+Inf', 10));
    // The 5th of 10, evenly between 0.01 and 0.1.
    expect(judge(time, kept.at(START + 1_000))).toMatchObject({ verdict: 'fail', value: expect.closeTo(0.055, 6), samples: 10 });
    report('a', START, START + 2_000, bucket('0.01', 0), bucket('0.1', 10), bucket('+Inf', 40));
    expect(judge(time, kept.at(START + 2_000)).value).toBe(0.1);
  });

  it('averages the readings of a gauge, of the series that are meant', () => {
    const { kept, report } = history();
    for (const [index, value] of [1, 1, 0, 1].entries())
      report('a', START, START + index * 20_000, ['up', { target: 'cache' }, value], ['up', { target: 'metrics' }, 0]);
    expect(judge(up, kept.at(START + 60_000))).toMatchObject({ verdict: 'fail', value: 0.75, samples: 4 });
  });

  it('loses no reading of a gauge that is told more often than history has slots', () => {
    const { kept, report } = history();
    const told = [1, 1, 0, 1, 1, 1, 1, 1, 1, 1];
    for (const [second, value] of told.entries())
      report('a', START, START + second * 1_000, ['up', { target: 'cache' }, value], ['age', {}, second === 3 ? 9 : second]);
    expect(judge(up, kept.at(START + 10_000))).toMatchObject({ value: 0.9, samples: 10 });
    expect(judge(age, kept.at(START + 10_000))).toMatchObject({ verdict: 'fail', value: 9, samples: 10 });
    // An hour later none of them is of the last hour, though nothing was told since.
    expect(judge(up, kept.at(START + HOUR_MS + 10_000))).toMatchObject({ verdict: 'no data', value: null, samples: 0 });
  });

  it('takes the last reading of a process for its value until that counts as gone', () => {
    const { kept, report } = history();
    const memory: GateDefinition = { ...share, target: { below: 4 }, minSamples: 1, figure: { kind: 'total', of: { metric: 'age' } } };
    report('a', START, START, ['age', {}, 3]);
    report('b', START, START + 60_000, ['age', {}, 2]);
    // Told each minute: the last minute's is what there is now.
    expect(judge(memory, kept.at(START + 119_000))).toMatchObject({ verdict: 'fail', value: 5 });
    expect(judge(memory, kept.at(START + 180_000))).toMatchObject({ verdict: 'pass', value: 2 });
  });

  it('hears the newest of more processes than it keeps, as where one starts and crashes again and again', () => {
    const { kept, report } = history();
    for (let start = 1; start <= 100; start += 1)
      report(`start-${start}`, START + start * 1_000, START + start * 1_000, ...calls(start, 0));
    // 37 to 100: the 64 newest.
    expect(judge(share, kept.at(START + 100_000)).samples).toBe(((37 + 100) * 64) / 2);
  });
});

describe('the list of gates', () => {
  const gates = listGates({ cacheHitRate: 0.6, ingestionReduction: 0.8 });

  it('names each once, with a target', () => {
    expect(new Set(gates.map(({ id }) => id)).size).toBe(gates.length);
    for (const { id, target } of gates) expect(Object.keys(target).length, id).toBeGreaterThan(0);
  });

  it('names commands of benches and tests that there are', () => {
    const commands = gates.flatMap(({ shownBy = '' }) => shownBy);
    const benches = commands.flatMap((command) => /^npm run bench -- ([\w-]+)/.exec(command)?.slice(1) ?? []);
    const tests = commands.flatMap((command) => /^npx vitest run (.+)$/.exec(command)?.[1]?.split(' ') ?? []);
    const asked = commands.flatMap((command) => /^npm run docmind -- ([\w-]+)/.exec(command)?.slice(1) ?? []);
    expect([benches.length, tests.length, asked.length].every((count) => count > 0)).toBe(true);
    const program = ['program.ts', 'program/verify.ts']
      .map((file) => readFileSync(join(repositoryRoot(), 'services/stack/src', file), 'utf8'))
      .join();
    expect(asked.filter((name) => !program.includes(`.command('${name}')`))).toEqual([]);
    const missing = [...benches.map((name) => `bench/${name}`), ...tests].filter((path) => !existsSync(join(repositoryRoot(), path)));
    expect(missing).toEqual([]);
  });

  it('is content with a backup as soon as it is there, though the one before it was older than a day', () => {
    const [gate] = gates.filter(({ id }) => id === 'backup-age');
    if (!gate) throw new Error('there is no such gate');
    const kept = new FiguresHistory(metricsOf(gates), { windowMs: HOUR_MS, slotMs: 15_000, silentMs: 30_000 });
    const report = (atMs: number, age: number) =>
      kept.add(
        {
          service: 'persistence',
          instance: 'a',
          startedAtMs: START,
          isReady: true,
          samples: [['docmind_backup_verified_age_seconds', {}, age]],
        },
        atMs,
      );
    report(START, 86_410);
    expect(judge(gate, kept.at(START)).verdict).toBe('fail');
    report(START + 10_000, 8);
    expect(judge(gate, kept.at(START + 10_000))).toMatchObject({ verdict: 'pass', value: 8 });
    expect(gate.figure && promqlOf(gate.figure, '1h')).toBe('max(docmind_backup_verified_age_seconds)');
  });

  it('becomes PromQL', () => {
    const [figure] = gates.flatMap((gate) => (gate.id === 'cache-hit-time' && gate.figure ? [gate.figure] : []));
    if (!figure) throw new Error('there is no such gate');
    const series = 'docmind_cache_lookup_duration_seconds';
    expect(promqlOf(figure, '1h')).toBe(`histogram_quantile(0.95, sum by (le) (increase(${series}_bucket{result=~"exact|semantic"}[1h])))`);
    expect(samplesPromqlOf(figure, '1h')).toBe(`sum(increase(${series}_count{result=~"exact|semantic"}[1h]))`);
    expect(passPromqlOf('x', { atLeast: 1, below: 2 })).toBe('(x < bool 2) * (x >= bool 1)');
  });
});
