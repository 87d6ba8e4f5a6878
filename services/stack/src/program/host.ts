import type { Command } from 'commander';
import type { NewKey } from '../commands/keys/keys.command.js';
import type { InstallOptions } from '../commands/service/service-settings.js';

export function addHost(program: Command): void {
  const init = program
    .command('init')
    .description('make the passwords of NATS, Redis, Qdrant and Grafana for the compose file; what is there already stays')
    .option('--secrets <folder>', 'where they are kept', 'deploy/secrets')
    .action(async (options: { secrets: string }) => (await import('../commands/keys/init.command.js')).init(options));
  init
    .command('key')
    .description('add an API key to them and show it once')
    .option('--tenant <name>', 'whose documents the key opens', 'default')
    .option('--name <text>', 'whose key it is, or what for')
    .option('--roles <names>', 'comma-separated: query, ingest, feedback, operate; without it query and ingest')
    .option('--expires <time>', 'when it ends: 30m, 24h, 90d or a date; without it never')
    .action(async (options: Omit<NewKey, 'file'>, command: Command) =>
      (await import('../commands/keys/init.command.js')).initKey({ ...options, ...command.optsWithGlobals<{ secrets: string }>() }),
    );
  addService(program);
}

const UNITS_FOLDER = ['--to <folder>', 'where systemd looks for units', '/etc/systemd/system'] as const;
const commands = () => import('../commands/service/service.command.js');

function addService(program: Command): void {
  const service = program.command('service').description('the stack, and vLLM where there is a GPU, as services of systemd');
  service
    .command('install')
    .description('make the units from .env and config/vllm_service.yaml, and enable them; again after each change of these')
    .option('--processes', 'one process a service, over NATS')
    .option('--vllm <program>', 'where vLLM is (default: /opt/docmind/vllm/bin/vllm where there is a GPU)')
    .option('--no-engine', 'without vLLM, also where there is a GPU')
    .option('--root <folder>', 'the checkout that the units run (default: this one)')
    .option('--node <program>', 'the Node that runs them (default: this one)')
    .option('--write <folder>', 'only write the units there')
    .option(...UNITS_FOLDER)
    .action(async (options: InstallOptions) => (await commands()).installService(options));
  addServiceCare(service);
}

function addServiceCare(service: Command): void {
  service
    .command('start')
    .description('start or restart what is installed')
    .option(...UNITS_FOLDER)
    .action(async (options: { to: string }) => (await commands()).startService(options));
  service
    .command('stop')
    .description('stop it')
    .option(...UNITS_FOLDER)
    .action(async (options: { to: string }) => (await commands()).stopService(options));
  service
    .command('status')
    .description('whether it runs; exits 1 when something does not')
    .option(...UNITS_FOLDER)
    .action(async (options: { to: string }) => (await commands()).serviceStatus(options));
  service
    .command('logs')
    .description('what it said')
    .option('--follow', 'and goes on saying')
    .option('--lines <number>', 'so many of the latest', '100')
    .option(...UNITS_FOLDER)
    .action(async (options: { to: string; follow?: boolean; lines: string }) => (await commands()).serviceLogs(options));
  service
    .command('uninstall')
    .description('stop it and take the units away; data and settings stay')
    .option(...UNITS_FOLDER)
    .action(async (options: { to: string }) => (await commands()).uninstallService(options));
}
