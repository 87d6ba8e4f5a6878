import { MetricsRegistry } from '@docmind/telemetry';
import { expect, it } from 'vitest';
import { AgentShares } from './agent-shares.js';

it('keeps its labels few, whatever names come', async () => {
  const metrics = new MetricsRegistry('cache');
  const shares = new AgentShares(metrics);
  for (let at = 0; at < 100; at += 1) shares.count('t1', `agent-${at}`, 'writer');
  shares.count('t1', 'no "label"\n', undefined);
  const lines = (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('docmind_cache_agent_hits_total{'));
  expect(lines.length).toBeLessThanOrEqual(18);
  expect(lines.some((line) => line.includes('asked_by="other",stored_by="writer"'))).toBe(true);
  expect(shares.of('t1').reduce((sum, { hits }) => sum + hits, 0)).toBe(101);
  expect(shares.of('t1')).toContainEqual({ askedBy: 'unknown', storedBy: 'unknown', hits: 1 });
});
