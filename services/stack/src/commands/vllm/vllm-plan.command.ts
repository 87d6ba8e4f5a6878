import { renameSync, writeFileSync } from 'node:fs';
import { environmentWith } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { vllmArguments, type VllmCommand, withLlmConfig } from '@docmind/inference';
import { ownGpu } from './own-gpu.js';
import { say } from '../terminal.js';
import { WITHOUT_GPU } from './vllm-check.command.js';

const GIB = 1_073_741_824;

export interface VllmPlanOptions {
  readonly config: string;
  readonly out: string;
}

/**
 * Writes the arguments of `vllm serve` for the card that is seen here, one a line.
 * @throws AppError FAILED_PRECONDITION for no card or one that is too small, saying what to type instead; nothing is written then
 */
export async function planVllm({ config, out }: VllmPlanOptions): Promise<void> {
  const environment = withLlmConfig(environmentWith({}));
  const gpu = await ownGpu(environment.CUDA_VISIBLE_DEVICES);
  if (gpu === undefined) throw new AppError('FAILED_PRECONDITION', `No NVIDIA GPU was handed to this container. ${WITHOUT_GPU}`);
  const { plan, commandLine, warnings } = await vllmArguments({ file: config, environment, gpu });
  if (plan && !plan.fits) throw new AppError('FAILED_PRECONDITION', `This card is too small: ${plan.reasons.join('; ')}. ${WITHOUT_GPU}`);
  for (const warning of warnings) say(warning);
  write(out, commandLine);
  const capability = gpu.computeCapability === undefined ? '' : `, compute capability ${gpu.computeCapability}`;
  say(`For ${(gpu.totalBytes / GIB).toFixed(1)} GiB${capability}: ${commandLine.join(' ')}`);
}

/** Whole or not at all; without the words `vllm serve`. */
function write(path: string, [, , ...args]: VllmCommand['commandLine']): void {
  const split = args.find((argument) => argument.includes('\n'));
  if (split !== undefined) throw new AppError('INVALID_ARGUMENT', `No argument of vLLM may hold a line break: ${JSON.stringify(split)}`);
  writeFileSync(`${path}.new`, `${args.join('\n')}\n`);
  renameSync(`${path}.new`, path);
}
