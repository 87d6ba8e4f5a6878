import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gateSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { z } from 'zod';
import * as terminal from '../commands/terminal.js';
import { type Check, unjudged } from './check.js';

const checkSchema = z.object({
  id: z.string(),
  what: z.string(),
  unit: z.union([gateSchema.shape.unit, z.literal('yes')]),
  target: gateSchema.shape.target,
  value: z.number().nullable(),
  verdict: z.enum(['pass', 'fail', 'no data', 'figure']),
  note: z.string(),
});
export const hostReportSchema = z.object({
  at: z.string(),
  gpus: z.array(z.string()),
  model: z.string(),
  engine: z.string(),
  checks: z.array(checkSchema),
  answers: z.record(z.string(), z.boolean()),
});
export type HostReport = z.infer<typeof hostReportSchema>;

/** What the specification sets for a card means nothing on a CPU. */
const FOR_A_CARD = /^(?:decode|prefill|vram)-/;
const WITHOUT_CARD = 'judged where there is a GPU';

export function forThisHost(checks: readonly Check[], hasGpu: boolean): Check[] {
  return checks.map((check) => (hasGpu || !FOR_A_CARD.test(check.id) ? check : unjudged(check, WITHOUT_CARD)));
}

/** @throws AppError INVALID_ARGUMENT for a file that is no report of this command */
export async function readReport(file: string): Promise<HostReport> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `${file} can't be read: --earlier takes what --json wrote before`, { cause });
  });
  const report = hostReportSchema.safeParse(jsonOf(text));
  if (report.success) return report.data;
  throw new AppError('INVALID_ARGUMENT', `${file} is no report of verify-host: --earlier takes what --json wrote before`);
}

/** Before anything is measured. @throws AppError INVALID_ARGUMENT where the report could not be kept */
export async function expectFolder(file: string): Promise<void> {
  await access(dirname(file), constants.W_OK).catch((cause: unknown) => {
    throw new AppError('INVALID_ARGUMENT', `${file} can't be written: its folder isn't there, or nobody may write in it`, { cause });
  });
}

export async function writeReport(file: string, report: HostReport): Promise<void> {
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`).catch((cause: unknown) => {
    throw new AppError('INVALID_ARGUMENT', `${file} can't be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
}

export function shown({ checks }: HostReport, earlier: HostReport | undefined): string {
  const before = new Map(earlier?.checks.map((check) => [check.id, check]));
  const heading = ['check', 'verdict', 'target', 'here', ...(earlier ? ['earlier'] : []), 'note'];
  const rows = checks.map((check) => {
    const then = before.get(check.id);
    return [
      check.what,
      check.verdict,
      targetText(check),
      figureText(check),
      ...(earlier ? [then ? figureText(then) : ''] : []),
      check.note,
    ];
  });
  const count = (verdict: Check['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const counts = `${count('pass')} pass, ${count('fail')} fail, ${count('no data')} have no data, ${count('figure')} are figures without a target here.`;
  return [terminal.table([heading, ...rows]), '', counts].join('\n');
}

function figureText({ unit, value }: Check): string {
  return unit === 'yes' ? (value === 1 ? 'yes' : 'no') : terminal.figureText({ unit, value });
}

function targetText({ unit, target }: Check): string {
  return unit === 'yes' ? 'yes' : terminal.targetText({ unit, target });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
