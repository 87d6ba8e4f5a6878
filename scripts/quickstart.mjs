// `npm run quickstart`: from a fresh clone to an answered question. Plain Node, because nothing is installed yet.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './setup.mjs';
import { exitCodeOf, root, say } from './steps/steps.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  // Ctrl-C is for the stack, which drains; this process only passes its exit code on.
  process.on('SIGINT', () => undefined);
  const cli = join(root, 'services/stack/dist/cli.js');
  process.exitCode = await exitCodeOf(process.execPath, [cli, 'quickstart', ...process.argv.slice(2)]);
} catch (error) {
  say(`quickstart failed: ${error.message}`);
  process.exitCode = 1;
}
