import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertRivals, nameOf, readArguments } from './arguments.mjs';
import { benchNames, loadBench } from './catalogue.mjs';
import { listen } from './child.mjs';
import { flameGraph, framesOf } from './flame-graph.mjs';
import { drive } from './load.mjs';
import { median, p50, p99, percentile } from './percentiles.mjs';
import { resultOf, saveResult, tableOf } from './result.mjs';
import { Scope } from './scope.mjs';
import { isReached, missesOf } from './targets.mjs';

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_value, index) => 100 - index);

  it('takes the nearest rank, in whatever order the samples came', () => {
    expect([p50(hundred), p99(hundred), percentile(hundred, 1)]).toEqual([50, 99, 100]);
    expect(p50([10, 2])).toBe(2);
    expect(p99([7])).toBe(7);
  });

  it('sorts by size, not by letters, and leaves the samples as they were', () => {
    const samples = [9, 10, 100];
    expect(percentile(samples, 1)).toBe(100);
    expect(samples).toEqual([9, 10, 100]);
  });

  it('refuses no samples and an impossible share', () => {
    expect(() => p50([])).toThrow('at least one sample');
    expect(() => percentile([1], 0)).toThrow('above 0 and at most 1, not 0');
    expect(() => percentile([1], 99)).toThrow('not 99');
  });

  it('takes the mean of the two in the middle for a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect(() => median([])).toThrow('at least one value');
  });
});

describe('targets', () => {
  it('judges what people write', () => {
    expect([isReached(0.39, '< 0.4'), isReached(0.4, '< 0.4'), isReached(4500, '>= 4500'), isReached(0, '= 0')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(() => isReached(1, 'about 3')).toThrow('must look like "< 0.4"');
  });

  it('counts a figure that is not there as missed unless a reason is given', () => {
    const targets = { fast_ms: '< 5', same: '= 1', rps: '>= 10' };
    expect(missesOf({ fast_ms: 4, same: true }, targets).map(({ key }) => key)).toEqual(['rps']);
    expect(missesOf({ fast_ms: Number.NaN, same: false }, targets, { rps: 'no server' }).map(({ key }) => key)).toEqual([
      'fast_ms',
      'same',
    ]);
  });
});

describe('result', () => {
  const measured = {
    figures: { rps: 4501.26, p50_ms: 0.123456, lost: 0 },
    samples: { rps: 9 },
    notMeasured: { trim_ms: 'nothing trims yet' },
  };
  const result = resultOf('gateway', measured, { rps: '>= 4500', trim_ms: '< 50' }, { cores: 2 });

  it('has the form that programs read, with four digits a figure', () => {
    expect(Object.keys(result)).toEqual(['bench', 'figures', 'targets', 'pass', 'environment', 'at', 'samples', 'not_measured']);
    expect(result).toMatchObject({
      bench: 'gateway',
      pass: true,
      figures: { rps: 4501, p50_ms: 0.1235, lost: 0 },
      environment: { cores: 2 },
    });
    expect(new Date(result.at).toISOString()).toBe(result.at);
  });

  it('does not pass with a target missed, and judges the figure before it was rounded', () => {
    expect(resultOf('x', { figures: { ms: 0.40004 } }, { ms: '<= 0.4' }, {}).pass).toBe(false);
  });

  it('shows people which target was missed and what was not measured', () => {
    const lines = tableOf(resultOf('x', measured, { rps: '>= 5000', trim_ms: '< 50' }, {}));
    expect(lines[0]).toMatch(/^rps +4501 +n=9 +MISSED +>= 5000$/);
    expect(lines.at(-1)).toMatch(/^trim_ms +not measured +nothing trims yet$/);
  });

  it('is saved whole under its name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-bench-spec-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    saveResult(join(folder, 'results'), result);
    expect(readdirSync(join(folder, 'results'))).toEqual(['gateway.json']);
    expect(JSON.parse(readFileSync(join(folder, 'results/gateway.json'), 'utf8'))).toEqual(result);
  });
});

describe('arguments', () => {
  it('reads a name and its options', () => {
    expect(readArguments(['gateway', '--seconds', '2.5', '--against', 'litellm, portkey,litellm'])).toEqual({
      name: 'gateway',
      seconds: 2.5,
      rounds: 3,
      quick: false,
      against: ['litellm', 'portkey'],
    });
    expect(readArguments(['--quick'])).toMatchObject({ name: undefined, seconds: 1, rounds: 2, quick: true });
  });

  it('takes what a benchmark has of its own', () => {
    const own = { pairs: { type: 'string' } };
    expect(nameOf(['calibrate', '--pairs', 'a.jsonl'])).toBe('calibrate');
    expect(nameOf(['--quick'])).toBeUndefined();
    expect(readArguments(['calibrate', '--pairs', 'a.jsonl'], own)).toMatchObject({ name: 'calibrate', pairs: 'a.jsonl' });
    expect(() => readArguments(['calibrate', '--pair', 'a.jsonl'], own)).toThrow('--against NAME,NAME and --pairs VALUE');
  });

  it.each([
    [['gateway', 'cache'], 'one benchmark at a time, not gateway and cache'],
    [['gateway', '--seconds', 'ten'], '--seconds must be a number above 0 and at most 600, not "ten"'],
    [['gateway', '--seconds', '0'], 'not "0"'],
    [['gateway', '--fast'], 'the options are --seconds N, --quick and --against NAME,NAME'],
    [['gateway', '--against'], 'the options are'],
  ])('refuses %j and says what would be right', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  it('refuses a rival that the benchmark does not know', () => {
    expect(() => assertRivals('gateway', ['nginx'], ['litellm'])).toThrow('--against nginx: gateway compares with litellm');
    expect(() => assertRivals('cache', ['nginx'])).toThrow('cache compares with nobody');
    expect(assertRivals('gateway', ['litellm'], ['litellm'])).toBeUndefined();
  });

  it('names the benchmarks there are when asked for another', async () => {
    await expect(loadBench('nope')).rejects.toThrow(`there is no benchmark "nope"; there are ${benchNames().join(', ')}`);
    await expect(loadBench('lib')).rejects.toThrow('no benchmark');
  });
});

describe('every benchmark', () => {
  it.each(benchNames())('%s says what it measures, and its targets can be judged', async (name) => {
    const bench = await loadBench(name);
    expect(bench.about).toMatch(/^\S.{20,}/);
    expect(bench.run).toBeTypeOf('function');
    for (const target of Object.values(bench.targets)) expect(isReached(0, target)).toBeTypeOf('boolean');
  });
});

describe('load generator', () => {
  async function serverThat(answer) {
    const server = createServer((request, reply) => request.resume().on('end', () => answer(request, reply)));
    onTestFinished(() => server.close());
    return listen(server);
  }
  const request = (index) => ({ path: `/${index}`, body: '{}' });

  it('keeps every latency and uses each connection again', async () => {
    const ports = new Set();
    const url = await serverThat((incoming, reply) => {
      ports.add(incoming.socket.remotePort);
      reply.end('ok');
    });
    const run = await drive({ url, connections: 3, count: 30, request });
    expect(run).toMatchObject({ errors: 0, firstError: undefined });
    expect([run.latenciesMs.length, run.firstByteMs.length, ports.size]).toEqual([30, 30, 3]);
    expect(run.latenciesMs.every((latency, index) => latency >= run.firstByteMs[index])).toBe(true);
    expect(run.perSecond).toBeGreaterThan(0);
  });

  it('counts wrong statuses, cut streams and refused answers as errors, not as latencies', async () => {
    const url = await serverThat((incoming, reply) => {
      if (incoming.url === '/0') return reply.writeHead(500).end('no');
      if (incoming.url === '/1') return reply.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: half\n\n');
      return reply.end('wrong');
    });
    const plain = await drive({ url, connections: 1, count: 2, request });
    expect(plain).toMatchObject({ errors: 2, firstError: 'status 500: no', latenciesMs: [] });
    const checked = await drive({ url, connections: 1, count: 3, request, check: (_status, body, index) => index < 2 || body === 'right' });
    expect([checked.errors, checked.latenciesMs.length]).toEqual([1, 2]);
  });

  it('counts a server that is not there', async () => {
    const run = await drive({ url: 'http://127.0.0.1:1', connections: 1, count: 1, request });
    expect(run.errors).toBe(1);
  });
});

describe('scope', () => {
  it('closes in reverse order, all of it, and then throws the first failure', async () => {
    const scope = new Scope();
    const closed = [];
    scope.defer(() => closed.push('first'));
    scope.defer(() => {
      throw new Error('cannot close');
    });
    scope.defer(() => closed.push('last'));
    await expect(scope.close()).rejects.toThrow('cannot close');
    expect(closed).toEqual(['last', 'first']);
    await expect(scope.close()).resolves.toBeUndefined();
  });
});

describe('flame graph', () => {
  const node = (id, functionName, url, children = []) => ({ id, children, callFrame: { functionName, url } });
  const profile = {
    nodes: [
      node(1, '(root)', '', [2, 3, 6]),
      node(2, '(idle)', ''),
      node(3, 'handle<T>', 'file:///x/services/inference/dist/a.js', [4, 5]),
      node(4, 'write', 'node:net'),
      node(5, '', 'file:///x/node_modules/undici/lib/b.js'),
      node(6, 'profileStart', 'file:///x/bench/lib/profiler.preload.mjs'),
    ],
    samples: [4, 2, 3, 5, 4, 6],
    timeDeltas: [100, 900, 50, 30, 20, 700],
  };

  it('adds up what each function took with all it called, and leaves idle time and the sampling out', () => {
    const { totalUs, frames, selfUs } = framesOf(profile);
    expect(totalUs).toBe(200);
    expect(frames.map(({ name, depth, startUs, us }) => [name, depth, startUs, us])).toEqual([
      ['handle<T>', 0, 0, 200],
      ['write', 1, 0, 120],
      ['(b.js)', 1, 120, 30],
    ]);
    expect(selfUs).toMatchObject({ DocMind: 50, 'Node.js': 120, undici: 30 });
  });

  it('draws them as an SVG with names escaped', () => {
    const svg = flameGraph(profile, 'a & b');
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/su);
    expect(svg).toContain('a &amp; b');
    expect(svg).toContain('handle&lt;T&gt; (DocMind): 100.0 %');
  });
});
