import { MetricsRegistry } from '@docmind/telemetry';
import { expect, it } from 'vitest';
import { FalseHits } from './false-hits.js';

function start() {
  const metrics = new MetricsRegistry('cache');
  const hits = new FalseHits(metrics, 0.01);
  const gauge = async (bound: string): Promise<number | undefined> => {
    const text = await metrics.registry.metrics();
    const value = new RegExp(`docmind_cache_false_hit_ratio\\{bound="${bound}",service="cache"\\} (\\S+)`).exec(text)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  return { hits, gauge, text: () => metrics.registry.metrics() };
}

it('knows nothing before the first check: any share is possible', async () => {
  const { hits, gauge } = start();
  expect(hits.figures()).toEqual({ checked: 0, wrong: 0, undecided: 0, skipped: 0, lower: 0, upper: 1 });
  expect([await gauge('lower'), await gauge('estimate'), await gauge('upper')]).toEqual([0, undefined, 1]);
});

it('shows the exact interval, which undecided and skipped checks leave alone', async () => {
  const { hits, gauge, text } = start();
  for (let at = 0; at < 98; at += 1) hits.count('right');
  for (let at = 0; at < 2; at += 1) hits.count('wrong');
  const before = hits.figures();
  // Clopper and Pearson's for 2 of 100.
  expect(before).toMatchObject({ checked: 100, wrong: 2, estimate: 0.02 });
  expect([before.lower, before.upper]).toEqual([expect.closeTo(0.00243, 5), expect.closeTo(0.07038, 5)]);
  for (let at = 0; at < 50; at += 1) hits.count(at % 2 === 0 ? 'undecided' : 'skipped');
  expect(hits.figures()).toEqual({ ...before, checked: 125, undecided: 25, skipped: 25 });
  expect([await gauge('lower'), await gauge('estimate')]).toEqual([expect.closeTo(0.00243, 5), 0.02]);
  expect(await text()).toMatch(/docmind_cache_shadow_checks_total\{verdict="wrong"[^}]*\} 2/);
});

it('lets old checks go, so that an alarm ends when hits are right again', () => {
  const { hits } = start();
  for (let at = 0; at < 100; at += 1) hits.count('wrong');
  for (let at = 0; at < 1_000; at += 1) hits.count('right');
  expect(hits.figures()).toMatchObject({ wrong: 100, estimate: 0, lower: 0 });
});
