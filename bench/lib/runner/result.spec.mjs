import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resultOf, saveResult, tableOf } from './result.mjs';

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
