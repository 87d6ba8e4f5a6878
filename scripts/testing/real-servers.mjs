// The real servers (and shellcheck) that the tests run against: from PATH, else Debian's packages, else a skip that is said and counted.
import { existsSync } from 'node:fs';
import { exitCodeOf, findProgram, say } from '../steps/steps.mjs';

const servers = ['nats-server', 'redis-server', 'prometheus', 'shellcheck'];
const browserNames = ['chromium', 'google-chrome'];
/** Without any font its pages have no words. */
const browser = ['chromium', 'fonts-dejavu-core'];

/**
 * Tests of a server that can't be had skip themselves and are counted.
 * @throws Error in CI (`CI=true`), where a missing server is a failure.
 */
export async function ensureRealServers() {
  await ensureBrowser();
  const missing = () => servers.filter((name) => findProgram(name) === undefined);
  if (missing().length > 0) await installFromDebian(missing());
  const stillMissing = missing();
  if (stillMissing.length === 0) return;
  const problem = `${stillMissing.join(' and ')} not on PATH and could not be installed`;
  if (process.env.CI === 'true') throw new Error(problem);
  say(`! ${problem}: the tests that need ${stillMissing.length === 1 ? 'it' : 'them'} are skipped`);
}

/** By itself, and no failure in CI: not every system has a package of that name, and the tests of the servers don't hang on it. */
async function ensureBrowser() {
  const has = () => process.env.CHROMIUM_PATH || browserNames.some((name) => findProgram(name));
  if (!has()) await installFromDebian(browser);
  if (!has()) say('! chromium is not on PATH and could not be installed: the tests of the console are skipped');
}

async function installFromDebian(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${packages.join(' and ')} from Debian's packages`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await exitCodeOf('apt-get', ['update', '-qq'], { env });
  if (updated === 0) await exitCodeOf('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}
