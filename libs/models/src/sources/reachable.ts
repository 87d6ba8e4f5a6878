import type { ModelSourceEntry, PipSourceEntry } from '../catalogue/catalogue.schema.js';
import { runCommand } from './run-command.js';
import { DEFAULT_SOURCE_SETTINGS, type SourceSettings } from './source-settings.js';
import { tmpdir } from 'node:os';

const PROBE_LIMIT_MS = 15_000;

/** Why a source can't be asked from here; undefined where it can, or nobody knows before. Nothing is downloaded for it. */
export async function unreachable(source: ModelSourceEntry, given: Partial<SourceSettings> = {}): Promise<string | undefined> {
  const settings = { ...DEFAULT_SOURCE_SETTINGS, ...given };
  if (source.kind === 'hub') return hubProblem(settings);
  return source.kind === 'pip' ? pipProblem(source, settings) : undefined;
}

async function hubProblem({ hubUrl }: SourceSettings): Promise<string | undefined> {
  try {
    await fetch(hubUrl, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return undefined;
  } catch {
    return `${new URL(hubUrl).host} cannot be reached`;
  }
}

/** pip has its own settings of indexes and proxies, so pip itself is asked, for the very package. */
async function pipProblem(source: PipSourceEntry, { pythonCommand }: SourceSettings): Promise<string | undefined> {
  const name = source.package.replace('{n}', '1');
  const signal = new AbortController().signal;
  const options = { cwd: tmpdir(), timeoutMs: PROBE_LIMIT_MS, signal, missingHint: 'install Python 3 with pip' };
  try {
    await runCommand(pythonCommand, ['-m', 'pip', 'index', 'versions', '--disable-pip-version-check', name], options);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
