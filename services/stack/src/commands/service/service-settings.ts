import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { signOfGpu } from '@docmind/hardware';
import { vllmArguments, withLlmConfig } from '@docmind/inference';
import { staysOnLoopback } from '../../service-units/loopback.policy.js';
import type { EngineUnit, UnitSettings } from '../../service-units/unit-settings.js';
import { ownGpu } from '../vllm/own-gpu.js';

export const ENVIRONMENT_FILE = '/etc/docmind/docmind.env';
const DATA_DIR = '/var/lib/docmind';
const DEFAULT_ENGINE_MODEL = 'qwen3-4b-instruct-2507-fp8';
const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url)).replace(/\/$/, '');

export interface InstallOptions {
  /** vLLM's program; its units are made where there is one, or a GPU. */
  readonly vllm?: string;
  readonly engine?: boolean;
  readonly processes?: boolean;
  readonly root?: string;
  readonly node?: string;
  readonly to: string;
  readonly write?: string;
}

/** What the units say, from the options, the environment (with .env), config/vllm_service.yaml and the card. */
export async function unitSettings({
  vllm,
  engine,
  processes = false,
  root = ROOT,
  node = process.execPath,
}: InstallOptions): Promise<UnitSettings> {
  const environment = withLlmConfig(environmentWith({}));
  const hasEngine = engine ?? (vllm !== undefined || signOfGpu() === 'driver');
  return {
    root,
    node,
    dataDir: DATA_DIR,
    environmentFile: ENVIRONMENT_FILE,
    processes,
    loopbackOnly: staysOnLoopback(environment),
    ...(hasEngine ? { engine: await engineOf(vllm ?? '/opt/docmind/vllm/bin/vllm', environment) } : {}),
  };
}

async function engineOf(program: string, environment: Readonly<Record<string, string | undefined>>): Promise<EngineUnit> {
  const model = environment.INFERENCE_MODEL ?? DEFAULT_ENGINE_MODEL;
  const own = { VLLM_MODEL_PATH: `${DATA_DIR}/models/${model}`, VLLM_SERVED_MODEL_NAME: model };
  const gpu = await ownGpu(environment.CUDA_VISIBLE_DEVICES);
  const command = await vllmArguments({ file: join(ROOT, 'config/vllm_service.yaml'), environment: { ...own, ...environment }, gpu });
  if (command.plan && !command.plan.fits)
    throw new AppError('FAILED_PRECONDITION', `This card is too small for vLLM: ${command.plan.reasons.join('; ')}`);
  const args = command.commandLine.slice(2);
  const port = args[args.indexOf('--port') + 1] ?? '8000';
  return {
    program,
    arguments: args,
    environment: command.environment.map(({ name, value }) => [name, value] as const),
    healthUrl: `http://127.0.0.1:${port}/health`,
  };
}

/** @throws AppError FAILED_PRECONDITION naming what a service could not reach */
export function assertReachable({ root, node, engine }: UnitSettings): void {
  for (const [what, path] of [['This checkout', root], ['Node', node], ...(engine ? [['vLLM', engine.program]] : [])] as const) {
    if (/^\/(home|root|run\/user|tmp|var\/tmp)\//.test(`${path}/`))
      throw new AppError('FAILED_PRECONDITION', `${what} lies in ${path}, where a service may not look; below /opt or /usr is right`);
    if (!existsSync(path ?? '')) throw new AppError('FAILED_PRECONDITION', `${what} is not in ${path}`);
  }
}
