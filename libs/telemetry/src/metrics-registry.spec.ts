import { expect, it } from 'vitest';
import { MetricsRegistry } from './metrics-registry.js';

it('keeps the services of one process apart and gives the same metric twice', async () => {
  const [first, second] = [new MetricsRegistry('first'), new MetricsRegistry('second')];
  first.counter('docmind_test_total', 'A test', ['kind']).inc({ kind: 'a' }, 2);
  first.counter('docmind_test_total', 'A test', ['kind']).inc({ kind: 'a' });
  second.gauge('docmind_level', 'A level').set(7);
  second.histogram('docmind_wait_seconds', 'A wait').observe(0.2);
  expect(await first.registry.metrics()).toContain('docmind_test_total{kind="a",service="first"} 3');
  const text = await second.registry.metrics();
  expect(text).toContain('docmind_level{service="second"} 7');
  expect(text).toContain('docmind_wait_seconds_count{service="second"} 1');
  expect(text).not.toContain('docmind_test_total');
});
