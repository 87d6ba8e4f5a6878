import type { Command } from 'commander';
import type { PrintOptions } from '../commands/config.command.js';
import type { VllmArgsOptions } from '../commands/vllm/vllm-args.command.js';
import type { VllmPlanOptions } from '../commands/vllm/vllm-plan.command.js';

export function addEngines(program: Command): void {
  const vllm = program.command('vllm').description("vLLM's settings");
  vllm
    .command('args')
    .description("what each setting becomes on today's vLLM command line, and why")
    .option('--config <file>', 'the settings', 'config/vllm_service.yaml')
    .option('--vram <GiB>', "plan for a card of this size (default: this machine's)")
    .option('--compute-capability <number>', 'of that card, such as 8.9')
    .option('--json', 'print everything as JSON')
    .action(async (options: VllmArgsOptions) => (await import('../commands/vllm/vllm-args.command.js')).showVllmArguments(options));
  vllm
    .command('check')
    .description('whether there is an NVIDIA GPU, seen from a container that was given none; says what to type where there is none')
    .option('--root <folder>', 'where /proc and /sys lie', '/')
    .action(async (options: { root: string }) => (await import('../commands/vllm/vllm-check.command.js')).checkForGpu(options));
  vllm
    .command('plan')
    .description("write vLLM's arguments for this machine's card into a file, one a line")
    .requiredOption('--out <file>', 'where to')
    .option('--config <file>', 'the settings', 'config/vllm_service.yaml')
    .action(async (options: VllmPlanOptions) => (await import('../commands/vllm/vllm-plan.command.js')).planVllm(options));
  addConfig(program);
}

function addConfig(program: Command): void {
  const config = program.command('config').description('what the services and commands are told, and whether it is right');
  config
    .command('check [file]')
    .description('without a file: environment and .env, and names that nobody reads; with one: each field of an LLM configuration')
    .option('--json', 'print the report as JSON')
    .action(async (file: string | undefined, options: { json?: boolean }) =>
      (await import('../commands/config.command.js')).checkConfig(file, options),
    );
  config
    .command('print')
    .description('every setting with its value and where that comes from; secrets are hidden')
    .option('--set', 'only those that differ from their defaults')
    .option('--json', 'print them as JSON')
    .action(async (options: PrintOptions) => (await import('../commands/config.command.js')).printConfig(options));
}
