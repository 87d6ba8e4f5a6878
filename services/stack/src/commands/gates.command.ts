import { errorMessageSchema, type Gate, type GatesReport, gatesReportSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { metricsDoor } from '../settings/client-settings.js';
import { figureText, say, table, targetText } from './terminal.js';

export interface GatesOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** @throws AppError FAILED_PRECONDITION where a gate fails, so that a script can ask too */
export async function gates({ url = metricsDoor(), key, json }: GatesOptions): Promise<void> {
  const report = await readGates(url, key);
  say(json ? JSON.stringify(report, null, 2) : shown(report));
  const failed = report.gates.filter(({ verdict }) => verdict === 'fail');
  if (failed.length > 0) throw new AppError('FAILED_PRECONDITION', `${failed.length} gates fail: ${failed.map(({ id }) => id).join(', ')}`);
}

/** @throws AppError UNAVAILABLE, saying what answers there instead */
export async function readGates(url: string, key: string | undefined): Promise<GatesReport> {
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
  const rows = all.map((gate) => [
    gate.id,
    gate.verdict,
    targetText(gate),
    figureText(gate),
    String(Math.round(gate.samples)),
    noteOf(gate),
  ]);
  return [
    table([['gate', 'verdict', 'target', 'value', 'samples', 'what, or what shows it'], ...rows]),
    '',
    `${counts.pass} pass, ${counts.fail} fail, ${counts.noData} have no data, over the last ${Math.round(seenSeconds)} s.`,
  ].join('\n');
}

function noteOf({ title, shownBy, promql, needs }: Gate): string {
  const what = needs === 'gpu' ? `${title} (judged where there is a GPU)` : title;
  return promql === undefined ? `${what}: ${shownBy ?? 'nothing shows it yet'}` : what;
}
