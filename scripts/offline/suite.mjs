// What `npm run offline -- e2e` runs in the namespace: the journeys of test/e2e, with what was fetched and built before. Each attempt to leave that the
// kernel counts is told; tests that try to on purpose would be among them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, root, say } from '../steps/steps.mjs';
import { closeTheDoors } from './doors.mjs';
import { withoutRoute } from './watch.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'docmind-offline-'));
try {
  closeTheDoors(scratch);
  const before = withoutRoute();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const code = await exitCodeOf(process.execPath, [vitest, 'run', '--project', 'e2e', ...process.argv.slice(2)]);
  const counted = withoutRoute() - before;
  say(`e2e without a network: ${code === 0 ? 'passed' : 'failed'}, ${counted} attempts to leave`);
  process.exitCode = code === 0 && counted === 0 ? 0 : 1;
} catch (error) {
  say(`offline: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
