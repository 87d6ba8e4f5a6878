import { Histogram as PromHistogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { MetricsRegistry } from './metrics-registry.js';

const BOUNDS = [0.5, 1, 2.5, 10];
const LABELS = ['kind', 'model'];

/** The same sequence each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('a histogram', () => {
  it("shows what prom-client's own shows of the same observations, as text and as JSON", async () => {
    const ours = new MetricsRegistry('test');
    const theirs = new Registry();
    theirs.setDefaultLabels({ service: 'test' });
    const given = { name: 'docmind_test_seconds', help: 'A test', labelNames: LABELS, buckets: BOUNDS };
    const prom = new PromHistogram({ ...given, registers: [theirs] });
    const own = ours.histogram(given.name, given.help, LABELS, BOUNDS);
    const next = sequence(7);
    for (let n = 0; n < 500; n++) {
      const labels = { kind: next() < 0.5 ? 'a' : 'b,"\n', model: `m${Math.floor(next() * 3)}` };
      // Some of them on a bound, and some above the last.
      const value = next() < 0.2 ? (BOUNDS[n % BOUNDS.length] as number) : next() * 20;
      prom.observe(labels, value);
      own.observe(labels, value);
    }
    expect(await ours.registry.getSingleMetricAsString(given.name)).toBe(await theirs.getSingleMetricAsString(given.name));
    const [wanted] = await theirs.getMetricsAsJSON();
    const samples = (await ours.samples()).map(({ name, labels, value }) => ({ metricName: name, labels, value }));
    const texts = wanted?.values.map(({ labels, ...sample }) => ({
      metricName: (sample as { metricName?: string }).metricName,
      labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)])),
      value: sample.value,
    }));
    expect(samples).toEqual(texts);
  });

  it('is one series whose label set is kept, and shows it before anything is observed', async () => {
    const metrics = new MetricsRegistry('test');
    const histogram = metrics.histogram('docmind_wait_seconds', 'A wait', ['kind'], BOUNDS);
    const kept = histogram.series({ kind: 'a' });
    expect(await metrics.registry.metrics()).toContain('docmind_wait_seconds_count{service="test",kind="a"} 0');
    kept.observe(1);
    histogram.observe({ kind: 'a' }, 3);
    expect(histogram.series({ kind: 'a' })).toBe(kept);
    expect(await metrics.registry.metrics()).toContain('docmind_wait_seconds_sum{service="test",kind="a"} 4');
  });

  it('refuses a label that it lacks, and what is no number', () => {
    const histogram = new MetricsRegistry('test').histogram('docmind_wait_seconds', 'A wait', ['kind']);
    expect(() => histogram.series({ other: 'a' })).toThrow('has no label other');
    expect(() => histogram.observe({ kind: 'a' }, Number.NaN)).toThrow('must be a finite number');
  });
});
