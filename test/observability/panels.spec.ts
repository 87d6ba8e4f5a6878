// Every panel shows figures of a real run: a stack that answers questions, scraped by a real Prometheus, also after a restart.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gatesReportSchema } from '@docmind/contracts';
import { BOARDS, listGates } from '@docmind/metrics';
import { loadStackConfig, type RunningStack, startEmbedded } from '@docmind/stack';
import { describeWithServer, freePort, modelsDirForTests, startMockOpenAiEngine, until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersOf, differencesFrom, missingOf } from './gates.fixture.js';
import { type Prometheus, startPrometheus } from './prometheus.fixture.js';

const PORTS = {
  orchestrator: 'ORCHESTRATOR_PORT',
  inference: 'INFERENCE_PORT',
  cache: 'CACHE_SERVER_PORT',
  persistence: 'PERSISTENCE_PORT',
  metrics: 'METRICS_PORT',
};
const LOAD_MS = 3_000;
const TEXT = 'The gate opens at 7 in the morning. It closes at 9 in the evening. The bridge carries 40 tonnes. The mill has 3 floors.';
const QUESTIONS = [
  'When does the gate open?',
  'How many tonnes does the bridge carry?',
  'How many floors has the mill?',
  'Who is the mayor?',
];

const COUNTERS = countersOf(listGates({ cacheHitRate: 0.6, ingestionReduction: 0.8 }));

describeWithServer('prometheus', () => {
  describe('what Prometheus knows of a run', () => {
    let engine: Awaited<ReturnType<typeof startMockOpenAiEngine>>;
    let environment: Record<string, string>;
    let stack: RunningStack;
    let prometheus: Prometheus;
    let unknown: string[];
    const folder = mkdtempSync(join(tmpdir(), 'docmind-panels-'));

    beforeAll(async () => {
      engine = await startMockOpenAiEngine({ reply: 'The gate opens at 7 in the morning.' });
      const ports = await Promise.all(Object.values(PORTS).map(async (variable) => [variable, String(await freePort())] as const));
      environment = {
        ...Object.fromEntries(ports),
        DOCMIND_DATA_DIR: join(folder, 'data'),
        MODELS_DIR: modelsDirForTests(),
        INFERENCE_ENGINE: 'openai',
        INFERENCE_MODEL: 'mock-model',
        OPENAI_BASE_URL: engine.url,
        MODEL_SELF_TEST: 'off',
        // Silent for three times as long is down: long enough for a busy machine.
        FIGURES_INTERVAL_MS: '2000',
        LOG_LEVEL: 'error',
      };
      // What grew before its first look, Prometheus never learns: it is there first.
      const doors = Object.entries(PORTS).map(([service, variable]) => [service, environment[variable] ?? ''] as const);
      prometheus = await startPrometheus(Object.fromEntries(doors), folder);
      stack = await startEmbedded(loadStackConfig(environment));
      const seen = async () => (await prometheus.query('up{job="docmind"} == 1')).length;
      await until(async () => (await seen()) === Object.keys(stack.urls).length, 'Prometheus to have seen each service');
      unknown = await missingOf(prometheus, COUNTERS);
      await load(stack);
    });
    afterAll(async () => {
      await prometheus?.stop();
      await stack?.close();
      await engine?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const panels = BOARDS.flatMap(({ uid, panels: own }) =>
      own.flatMap(({ title, queries, needs }) =>
        queries.map(({ expr }) => ({ name: `${uid}: ${title}`, needs, expr: expr.replaceAll('$__rate_interval', '10s') })),
      ),
    );

    it('began with each counter of a gate at 0, so that the growth of the first question is seen', () => {
      expect(COUNTERS.length).toBeGreaterThan(15);
      expect(unknown).toEqual([]);
    });

    it.each(panels)('$name ($expr)', async ({ expr, needs }) => {
      // One that needs what isn't here must be understood, and shows nothing instead of zeros.
      const found = await prometheus.query(expr);
      if (needs === undefined) await until(async () => (await prometheus.query(expr)).length > 0, `${expr} to give data`);
      else expect(found.filter(({ value }) => value > 0)).toEqual([]);
    });

    it('is what the gates say: the same value and the same verdict', async () => {
      // The load is over: in a moment both have heard of its last question.
      let judged = 0;
      const differing = async () => {
        const report = gatesReportSchema.parse(await (await fetch(`${stack.urls.metrics}/gates`)).json());
        // Memory is another at each look.
        const gates = report.gates.filter(({ verdict, unit }) => verdict !== 'no data' && unit !== 'bytes');
        judged = gates.length;
        return differencesFrom(prometheus, gates);
      };
      await expect.poll(differing, { timeout: 15_000, interval: 250 }).toEqual([]);
      expect(judged).toBeGreaterThan(10);
    });

    it('stays within some thousand series', async () => {
      const [series] = await prometheus.query('count({job="docmind"})');
      expect(series?.value).toBeLessThan(3_000);
    });

    it('is there again after a restart', async () => {
      await stack.close();
      stack = await startEmbedded(loadStackConfig(environment));
      await load(stack);
      for (const { expr, needs, name } of panels)
        if (needs === undefined) expect((await prometheus.query(expr)).length, name).toBeGreaterThan(0);
    });
  });
});

/** Questions for a while, some twice, so that rates over some seconds have something to show. */
async function load({ urls }: RunningStack): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([TEXT]), 'town.md');
  await fetch(`${urls.orchestrator}/documents`, { method: 'POST', body: form });
  const headers = { 'content-type': 'application/json' };
  const ends = performance.now() + LOAD_MS;
  for (let turn = 0; performance.now() < ends; turn += 1) {
    const body = JSON.stringify({ question: QUESTIONS[turn % QUESTIONS.length], cache: turn % 3 === 0 ? 'bypass' : 'use' });
    await (await fetch(`${urls.orchestrator}/query`, { method: 'POST', headers, body })).text();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
