import { expect, it } from 'vitest';
import { MetricsRegistry } from './metrics-registry.js';

it('keeps the services of one process apart and gives the same metric twice', async () => {
  const [first, second] = [new MetricsRegistry('first'), new MetricsRegistry('second')];
  first.counter('docmind_test_total', 'A test', ['kind']).inc({ kind: 'a' }, 2);
  first.counter('docmind_test_total', 'A test', ['kind']).inc({ kind: 'a' });
  second.gauge('docmind_level', 'A level').set(7);
  second.histogram('docmind_wait_seconds', 'A wait').series().observe(0.2);
  expect(await first.registry.metrics()).toContain('docmind_test_total{kind="a",service="first"} 3');
  const text = await second.registry.metrics();
  expect(text).toContain('docmind_level{service="second"} 7');
  expect(text).toContain('docmind_wait_seconds_count{service="second"} 1');
  expect(text).not.toContain('docmind_test_total');
});

it('reads what something else keeps at each scrape, and counts it once for two scrapes at the same time', async () => {
  const metrics = new MetricsRegistry('test');
  const samples = [{ labels: { kind: 'a' }, value: 3 }];
  metrics.watch('docmind_kept_total', 'Kept elsewhere', ['kind'], async () => Promise.resolve(samples));
  metrics.watch('docmind_level', 'Kept elsewhere', [], () => [{ value: -2 }]);
  const texts = await Promise.all([metrics.registry.metrics(), metrics.registry.metrics()]);
  for (const text of texts) {
    expect(text).toContain('# TYPE docmind_kept_total counter\ndocmind_kept_total{kind="a",service="test"} 3\n');
    expect(text).toContain('# TYPE docmind_level gauge\ndocmind_level{service="test"} -2\n');
  }
  samples.pop();
  expect(await metrics.registry.metrics()).not.toContain('docmind_kept_total{');
});

it('counts and does not show what is hidden', async () => {
  const metrics = new MetricsRegistry('test', ['docmind_cache_']);
  metrics.counter('docmind_cache_lookups_total', 'Hidden').inc();
  metrics.watch('docmind_cache_level', 'Hidden', [], () => [{ value: 1 }]);
  metrics.counter('docmind_queries_total', 'Shown').inc();
  const text = await metrics.registry.metrics();
  expect(text).toContain('docmind_queries_total');
  expect(text).not.toContain('docmind_cache_');
});

it('refuses a name that breaks the house style', () => {
  expect(() => new MetricsRegistry('test').gauge('docmind_gpu_percent', 'Use')).toThrow('must be in a base unit');
});
