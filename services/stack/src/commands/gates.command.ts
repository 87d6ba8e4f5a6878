import { errorMessageSchema, type Gate, type GatesReport, gatesReportSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { metricsDoor } from '../settings/client-settings.js';
import { say, table } from './terminal.js';

export interface GatesOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

const BOUNDS = { above: '>', below: '<', atLeast: '>=', atMost: '<=' } as const;

/** @throws AppError FAILED_PRECONDITION where a gate fails, so that a script can ask too */
export async function gates({ url = metricsDoor(), key, json }: GatesOptions): Promise<void> {
  const report = await read(url, key);
  say(json ? JSON.stringify(report, null, 2) : shown(report));
  const failed = report.gates.filter(({ verdict }) => verdict === 'fail');
  if (failed.length > 0) throw new AppError('FAILED_PRECONDITION', `${failed.length} gates fail: ${failed.map(({ id }) => id).join(', ')}`);
}

async function read(url: string, key: string | undefined): Promise<GatesReport> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/gates`, { headers }).catch((cause: unknown) => {
    throw new AppError('UNAVAILABLE', `No metrics service answers at ${url}. Start it with: npm run docmind -- up`, { cause });
  });
  const content: unknown = await response.json().catch(() => undefined);
  const report = gatesReportSchema.safeParse(content);
  if (report.success) return report.data;
  const told = errorMessageSchema.safeParse(content);
  // 9090 is also where Prometheus listens.
  const other = `${url}/gates answered ${response.status} without gates: something else is there, or another version; set METRICS_PORT or --url`;
  throw new AppError('UNAVAILABLE', told.success ? told.data.error.message : other);
}

function shown({ gates: all, counts, seenSeconds }: GatesReport): string {
  const rows = all.map((gate) => [gate.id, gate.verdict, targetOf(gate), valueOf(gate), String(Math.round(gate.samples)), noteOf(gate)]);
  return [
    table([['gate', 'verdict', 'target', 'value', 'samples', 'what, or what shows it'], ...rows]),
    '',
    `${counts.pass} pass, ${counts.fail} fail, ${counts.noData} have no data, over the last ${Math.round(seenSeconds)} s.`,
  ].join('\n');
}

function targetOf({ target, unit }: Gate): string {
  const sides = Object.entries(BOUNDS).flatMap(([bound, sign]) => {
    const value = target[bound as keyof typeof BOUNDS];
    return value === undefined ? [] : [`${sign} ${measured(value, unit)}`];
  });
  return sides.join(', ');
}

function valueOf({ value, unit }: Gate): string {
  return value === null ? '' : measured(value, unit);
}

function noteOf({ title, shownBy, promql, needs }: Gate): string {
  const what = needs === 'gpu' ? `${title} (judged where there is a GPU)` : title;
  return promql === undefined ? `${what}: ${shownBy ?? 'nothing shows it yet'}` : what;
}

function measured(value: number, unit: Gate['unit']): string {
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${Number((value * 1_000).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`;
    case 'bytes':
      return `${Number((value / 1e6).toPrecision(4))} MB`;
    case 'ratio':
      return `${Number((value * 100).toPrecision(4))} %`;
    case 'tokens/s':
    case 'count':
      return `${Number(value.toPrecision(3))}${unit === 'count' ? '' : ' tokens/s'}`;
  }
}
