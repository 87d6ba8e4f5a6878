// Dashboards and the gates' rules are what the code says, and Prometheus' own tool takes the rules.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOARDS, gateRulesOf, grafanaOf, listGates } from '@docmind/metrics';
import { describeWithServer, describeWithVllmParser, repositoryRoot, vllmSource } from '@docmind/testing';
import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../boundaries/repository-files.js';
import { gatesPageOf } from './gates-page.js';

const FOLDER = 'deploy/grafana/dashboards';
const root = repositoryRoot();
const gates = listGates({ cacheHitRate: 0.6, ingestionReduction: 0.8 });

describe('what deploy holds', () => {
  // Written anew by `npx vitest run test/docs/dashboards.spec.ts -u`.
  it.each(BOARDS)('$uid is what the code says', async (board) => {
    const file = join(root, FOLDER, `${board.uid}.json`);
    const text = await prettier.format(JSON.stringify(grafanaOf(board)), { ...(await prettier.resolveConfig(file)), parser: 'json' });
    await expect(text).toMatchFileSnapshot(file);
  });

  it('has no other dashboard', () => {
    expect(repositoryFiles(FOLDER).sort()).toEqual(BOARDS.map(({ uid }) => `${FOLDER}/${uid}.json`).sort());
  });

  it('has the rules of the gates', async () => {
    await expect(gateRulesOf(gates)).toMatchFileSnapshot(join(root, 'deploy/prometheus/gates.yml'));
  });
});

describe('vLLM’s own dashboards', () => {
  const files = repositoryFiles('deploy/grafana/vllm').filter((path) => path.endsWith('.json'));
  const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

  it('are two, and ask the datasource that is provisioned', () => {
    expect(files).toHaveLength(2);
    for (const file of files) {
      const { uid, panels } = JSON.parse(textOf(file)) as { uid: string; panels: { datasource?: { type: string; uid: string } }[] };
      expect(uid).toMatch(/\w/);
      expect(panels.flatMap(({ datasource }) => (datasource ? [datasource.uid] : [])).filter((one) => one !== 'prometheus')).toEqual([]);
    }
  });

  describeWithVllmParser(() => {
    it.each(files)('%s names only metrics that vLLM exports', (file) => {
      const exported = new Set([...vllmSource('vllm/v1/metrics/loggers.py').matchAll(/name="(vllm:\w+)"/g)].map(([, name]) => name));
      const named = [...new Set([...textOf(file).matchAll(/vllm:\w+/g)].map(([name]) => name))];
      expect(named.length).toBeGreaterThan(3);
      const isExported = (name: string) =>
        ['', '_total', '_bucket', '_sum', '_count'].some(
          (end) => name.endsWith(end) && exported.has(name.slice(0, name.length - end.length)),
        );
      expect(named.filter((name) => !isExported(name))).toEqual([]);
    });
  });
});

it('docs/gates.md has each gate', async () => {
  const file = join(root, 'docs/gates.md');
  const text = await prettier.format(gatesPageOf(gates), { ...(await prettier.resolveConfig(file)), parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(file);
});

describeWithServer('promtool', () => {
  it('takes the rules, and they do what their tests say', () => {
    const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: join(root, 'deploy/prometheus'), encoding: 'utf8' });
    expect(promtool('check', 'rules', 'alerts.yml', 'gates.yml')).toContain('SUCCESS');
    expect(promtool('test', 'rules', 'tests/rules.test.yml')).toContain('SUCCESS');
  });
});
