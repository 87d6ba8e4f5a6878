import { ConfigError, environmentWith } from '@docmind/config';
import { type PlanGpu, vllmArguments, type VllmCommand, withLlmConfig } from '@docmind/inference';
import { ownGpu } from './own-gpu.js';
import { say, table } from '../terminal.js';

const GIB = 1_073_741_824;

export interface VllmArgsOptions {
  readonly config: string;
  readonly vram?: string;
  readonly computeCapability?: string;
  readonly json?: boolean;
}

/** What each setting becomes on vLLM's command line, and the line itself. */
export async function showVllmArguments(options: VllmArgsOptions): Promise<void> {
  const environment = withLlmConfig(environmentWith({}));
  const gpu = namedGpu(options) ?? (await ownGpu(environment.CUDA_VISIBLE_DEVICES));
  const command = await vllmArguments({ file: options.config, environment, gpu });
  say(options.json ? JSON.stringify(command, undefined, 2) : shown(command));
}

function shown({ mappings, arguments: args, environment, warnings, commandLine }: VllmCommand): string {
  const settings = mappings.map(({ setting, given, from, outcome, flag, value, reason }) => [
    setting,
    given,
    from === 'default' ? 'default' : from.replace(` ${setting}`, ''),
    [flag, value].filter(Boolean).join(' ') || outcome,
    reason,
  ]);
  const always = args.filter(({ from }) => from === 'always').map(({ flag, reason }) => ['', '', 'always', flag, reason]);
  return [
    table([['setting', 'given', 'from', 'becomes', 'why'], ...settings, ...always]),
    ...(warnings.length > 0 ? ['', 'Look at these:', ...warnings.map((warning) => `  ${warning}`)] : []),
    '',
    ...environment.map(({ name, value, reason }) => `${name}=${value}   # ${reason}`),
    commandLine.map((word) => (/[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : word)).join(' '),
  ].join('\n');
}

/** @throws ConfigError when an option is no number */
function namedGpu({ vram, computeCapability }: VllmArgsOptions): PlanGpu | undefined {
  if (vram === undefined) return undefined;
  return {
    totalBytes: positive('--vram', vram) * GIB,
    computeCapability: computeCapability === undefined ? undefined : positive('--compute-capability', computeCapability),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConfigError([{ variable: option, problem: `must be a number above 0, not ${JSON.stringify(text)}` }]);
}
