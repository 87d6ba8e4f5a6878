// Counters are true: questions are asked, and each counter grows by what was done and by nothing else.
import type { QueryReply } from '@docmind/contracts';
import { performanceHistorySchema } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { type Door, exampleAbout } from './door.js';
import { SERVICES } from './stack-process.js';

const ASKED = [
  ...['retention-policy.md', 'release-notes.txt', 'hardware-handbook.pdf'].map((name) => exampleAbout(name).question),
  'Who won the chess tournament on the moon?',
];

/** All counters of all services, by name and labels; of histograms the counts and sums. */
async function countersOf(door: Door): Promise<Map<string, number>> {
  const texts = await Promise.all(SERVICES.map(async (service) => (await door.get('/metrics', service)).text()));
  const lines = texts.flatMap((text) => text.split('\n').filter((line) => /^(docmind|gen_ai)_\w+_(total|count|sum)\{/.test(line)));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** What grew between two looks: the sum over the series of a name that have these labels. */
function growthOf(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) {
  return (name: string, labels: Readonly<Record<string, string>> = {}): number => {
    const fits = (series: string) =>
      series.startsWith(`${name}{`) && Object.entries(labels).every(([label, value]) => series.includes(`${label}="${value}"`));
    return [...after].filter(([series]) => fits(series)).reduce((sum, [series, value]) => sum + value - (before.get(series) ?? 0), 0);
  };
}

const sumOf = (replies: readonly QueryReply[], value: (reply: QueryReply) => number) =>
  replies.reduce((sum, reply) => sum + value(reply), 0);
const cachedAs = (replies: readonly QueryReply[], result: string) => replies.filter(({ cache }) => cache.result === result).length;

export function describeCounters(doorOf: () => Door): void {
  describe('its counters', () => {
    it('grow by what was done, and by nothing else', async () => {
      const door = doorOf();
      const from = new Date().toISOString();
      // Generations as metrics heard of them, in batches, and as inference counts them.
      const isHeard = async () => {
        const all = growthOf(new Map(), await countersOf(door));
        const heard = all('docmind_operation_duration_seconds_count', { operation: 'generation' });
        return heard === all('gen_ai_server_request_duration_seconds_count');
      };
      await until(isHeard, 'the records of earlier questions to be counted');
      const before = await countersOf(door);
      const replies: QueryReply[] = [];
      // Each twice without the cache's help, so that both times work is done, then from the cache where it is kept.
      for (const cache of ['bypass', 'use', 'use'] as const)
        for (const question of ASKED) replies.push(await door.ask(question, { cache }));
      const reported = async () =>
        growthOf(before, await countersOf(door))('docmind_operation_duration_seconds_count', { operation: 'query' });
      await until(async () => (await reported()) >= replies.length && (await isHeard()), 'the last record to be counted');
      const grown = growthOf(before, await countersOf(door));

      expect(grown('docmind_queries_total')).toBe(replies.length);
      expect(grown('docmind_query_duration_seconds_count')).toBe(replies.length);
      for (const result of ['exact', 'semantic', 'miss', 'bypass']) {
        const label = `questions whose cache result is ${result}`;
        expect(grown('docmind_queries_total', { cache: result }), label).toBe(cachedAs(replies, result));
        expect(grown('docmind_cache_results_total', { result }), label).toBe(cachedAs(replies, result));
      }
      for (const mode of ['generated', 'extractive', 'refused'])
        expect(grown('docmind_queries_total', { mode }), mode).toBe(replies.filter(({ validation }) => validation.mode === mode).length);
      const lookups = replies.length - cachedAs(replies, 'bypass');
      expect(grown('docmind_cache_lookups_total')).toBe(lookups);
      expect(grown('docmind_cache_lookup_duration_seconds_count')).toBe(lookups);
      // What was answered is no error, also where the model was stopped because enough was read.
      expect(grown('docmind_operation_errors_total')).toBe(0);
      expect(grown('docmind_queries_total', { error: '' })).toBe(replies.length);
      expect(grown('docmind_cache_faults_total')).toBe(0);
      // Tokens: what the replies said.
      expect(grown('docmind_tokens_total', { operation: 'query', kind: 'prompt' })).toBe(
        sumOf(replies, ({ usage }) => usage.prompt_tokens),
      );
      expect(grown('docmind_tokens_total', { operation: 'query', kind: 'completion' })).toBe(
        sumOf(replies, ({ usage }) => usage.completion_tokens),
      );
      const generations = () => grown('gen_ai_server_request_duration_seconds_count');

      const history = async () => {
        const to = new Date(Date.now() + 1_000).toISOString();
        return performanceHistorySchema.parse(await (await door.get(`/performance/history?from=${from}&to=${to}`, 'metrics')).json());
      };
      const written = async () => (await history()).steps.reduce((sum, { records }) => sum + records, 0);
      await until(async () => (await written()) >= replies.length + generations(), 'the records to be kept');
      expect(await written()).toBe(replies.length + generations());
      expect((await history()).steps.reduce((sum, { errors }) => sum + errors.count, 0)).toBe(0);
    });
  });
}
