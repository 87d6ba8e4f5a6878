import { readFile } from 'node:fs/promises';
import { ConfigError } from '@docmind/config';
import { describeModel } from '@docmind/models';
import { parse } from 'yaml';
import { shapeOfDescription } from '../kv-cache/description-shape.policy.js';
import { planVram } from '../kv-cache/vram-plan.policy.js';
import type { PlanGpu, PlanModel, PlanWish } from '../kv-cache/vram-plan.types.js';
import { kvDtypeOf } from '../kv-cache/kv-dtype.policy.js';
import { vllmCommand } from './vllm-args.policy.js';
import type { VllmCommand } from './vllm-command.js';
import { type GivenSettings, givenSettings } from './vllm-settings.policy.js';
import { quantizationByName } from './quantization-name.policy.js';

const DEFAULT_CONTEXT_TOKENS = 131_072;

export interface VllmArgumentsOptions {
  /** config/vllm_service.yaml or another file like it. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The card to plan for; without one the plan's values are defaults, and say so. */
  readonly gpu: PlanGpu | undefined;
}

/**
 * The command line that starts vLLM as file and environment say, planned for the card where the model's files can be read here.
 * @throws ConfigError naming every fault of file and environment
 */
export async function vllmArguments({ file, environment, gpu }: VllmArgumentsOptions): Promise<VllmCommand> {
  const given = givenSettings(await readYaml(file), file, environment);
  const of = (name: string) => given.settings.find(({ setting }) => setting === name)?.value;
  const path = of('model.path');
  const model = typeof path === 'string' ? await modelAt(path) : undefined;
  const name = String(path ?? of('model.name'));
  return vllmCommand(given, {
    checkpointQuantization: model ? (model.shape.quantization ?? 'none') : quantizationByName(name),
    computeCapability: gpu?.computeCapability,
    plan: model && gpu && planVram(model, gpu, wishOf(given)),
  });
}

async function modelAt(path: string): Promise<PlanModel | undefined> {
  try {
    const description = await describeModel(path);
    return { shape: shapeOfDescription(description), weightsBytes: description.weightsBytes };
  } catch {
    // The path is the engine's, often inside its container: planning goes on without.
    return undefined;
  }
}

function wishOf({ settings }: GivenSettings): PlanWish {
  const of = (name: string) => settings.find(({ setting }) => setting === name)?.value;
  const context = of('engine.max_model_len');
  return {
    engine: 'vllm',
    contextTokens: typeof context === 'number' ? context : DEFAULT_CONTEXT_TOKENS,
    kvDtype: kvDtypeOf(String(of('engine.kv_cache_dtype') ?? 'auto')) ?? 'auto',
  };
}

async function readYaml(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([{ variable: file, problem: `cannot be read (${cause.code ?? 'unknown'})` }]);
  });
  try {
    return parse(text);
  } catch (cause) {
    throw new ConfigError([
      { variable: file, problem: `is no YAML: ${cause instanceof Error ? cause.message.split('\n')[0] : 'it cannot be read'}` },
    ]);
  }
}
