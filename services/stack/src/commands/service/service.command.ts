import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { ENGINE_UNIT, serviceUnits, serviceUsers, STACK_UNIT } from '../../service-units/units.policy.js';
import { say } from '../terminal.js';
import { assertReachable, ENVIRONMENT_FILE, type InstallOptions, unitSettings } from './service-settings.js';

const USERS_FILE = '/etc/sysusers.d/docmind.conf';
const UNITS = [STACK_UNIT, ENGINE_UNIT, 'vllm-probe.timer', 'vllm-probe.service', 'vllm-restart.service'];

/** Writes the units, their users and settings, and has systemd know them; run again it brings all of them up to date. */
export async function installService(options: InstallOptions): Promise<void> {
  const settings = await unitSettings(options);
  const units = serviceUnits(settings);
  if (options.write !== undefined) return writeUnits(options.write, units);
  assertReachable(settings);
  writeText(USERS_FILE, serviceUsers(settings));
  run('systemd-sysusers', USERS_FILE);
  mkdirSync(dirname(ENVIRONMENT_FILE), { recursive: true, mode: 0o750 });
  if (existsSync('.env')) copyFileSync('.env', ENVIRONMENT_FILE);
  else if (!existsSync(ENVIRONMENT_FILE)) writeText(ENVIRONMENT_FILE, '# Settings of .env.example; read at each start.\n', 0o600);
  removeUnits(options.to);
  writeUnits(options.to, units);
  run('install', '-d', '-o', 'docmind', '-g', 'docmind', '-m', '0750', settings.dataDir);
  run('systemctl', 'daemon-reload');
  run('systemctl', 'enable', ...started(options.to));
  say(`Models belong in ${settings.dataDir}/models, readable by the group docmind. Then: docmind service start`);
}

export function startService({ to }: { readonly to: string }): void {
  run('systemctl', 'restart', ...started(to));
  say('Started; docmind service status shows how it is, docmind service logs what it says.');
}

export function stopService({ to }: { readonly to: string }): void {
  run('systemctl', 'stop', ...started(to).reverse());
}

/** @throws AppError UNAVAILABLE where one of them does not run */
export function serviceStatus({ to }: { readonly to: string }): void {
  const code = spawnSync('systemctl', ['status', '--no-pager', '--lines=0', ...started(to)], { stdio: 'inherit' }).status;
  if (code !== 0) throw new AppError('UNAVAILABLE', 'Not everything runs');
}

export function serviceLogs({
  to,
  follow = false,
  lines,
}: {
  readonly to: string;
  readonly follow?: boolean;
  readonly lines: string;
}): void {
  const units = started(to).flatMap((unit) => ['--unit', unit]);
  run('journalctl', '--no-pager', '--lines', lines, ...units, ...(follow ? ['--follow'] : []));
}

/** Takes the units away. Data, models and settings stay. */
export function uninstallService({ to }: { readonly to: string }): void {
  const units = started(to);
  if (units.length > 0) run('systemctl', 'disable', '--now', ...units);
  removeUnits(to);
  rmSync(USERS_FILE, { force: true });
  run('systemctl', 'daemon-reload');
  say('Removed. /var/lib/docmind and /etc/docmind are still there.');
}

/** The installed units that are started by name; the engine first. @throws AppError FAILED_PRECONDITION where there are none to act on */
function started(to: string): string[] {
  const units = [ENGINE_UNIT, STACK_UNIT].filter((unit) => existsSync(join(to, unit)));
  if (units.length === 0) throw new AppError('FAILED_PRECONDITION', 'Nothing is installed: docmind service install');
  return units;
}

function writeUnits(folder: string, units: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(units)) {
    writeText(join(folder, name), text);
    say(`wrote ${join(folder, name)}`);
  }
}

function removeUnits(folder: string): void {
  for (const unit of UNITS) rmSync(join(folder, unit), { force: true });
}

function writeText(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

/** @throws AppError FAILED_PRECONDITION naming the command that failed, or that needs another user */
function run(command: string, ...args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  const why = error ? `could not be run (${error.message})` : `ended with ${status ?? 'a signal'}`;
  throw new AppError('FAILED_PRECONDITION', `${[command, ...args].join(' ')} ${why}; services are the administrator's: sudo`);
}
