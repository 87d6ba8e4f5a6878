// The real servers that the tests run against: from PATH, else Debian's packages, else a reason that the tests print when they skip.
import { existsSync } from 'node:fs';
import { exitCodeOf, findProgram, say } from './steps.mjs';

const servers = [
  { program: 'nats-server', skipVariable: 'DOCMIND_SKIP_NATS' },
  { program: 'redis-server', skipVariable: 'DOCMIND_SKIP_REDIS' },
];

/**
 * Resolves with what the tests' environment must say about servers that can't be had: the skip variables, each holding the reason.
 * @throws Error in CI (`CI=true`), where a missing server is a failure.
 */
export async function ensureRealServers() {
  const missing = () => servers.filter(({ program }) => findProgram(program) === undefined);
  if (missing().length > 0) await installFromDebian(missing().map(({ program }) => program));
  const stillMissing = missing();
  if (stillMissing.length === 0) return {};
  const reason = `not on PATH and could not be installed: ${stillMissing.map(({ program }) => program).join(', ')}`;
  if (process.env.CI === 'true') throw new Error(reason);
  say(`Tests of ${stillMissing.length} real server(s) will be skipped, ${reason}`);
  return Object.fromEntries(stillMissing.map(({ program, skipVariable }) => [skipVariable, `${program} is ${reason.split(':')[0]}`]));
}

async function installFromDebian(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${packages.join(' and ')} from Debian's packages`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await exitCodeOf('apt-get', ['update', '-qq'], { env });
  if (updated === 0) await exitCodeOf('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}
