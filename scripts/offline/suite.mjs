// What `npm run offline -- e2e` runs in the namespace: the journeys of test/e2e, with what was fetched and built before. No attempt to leave may be counted by
// the kernel in those of the stack. Those of the console have a browser, which looks for networks by itself: its attempts are told and judge nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, root, say } from '../steps/steps.mjs';
import { closeTheDoors } from './doors.mjs';
import { withoutRoute } from './watch.mjs';

const CONSOLE = 'test/e2e/console';
const specs = process.argv.slice(2);
const given = { stack: specs.filter((spec) => !spec.includes(CONSOLE)), console: specs.filter((spec) => spec.includes(CONSOLE)) };
const all = { stack: ['--exclude', `${CONSOLE}/**`], console: [CONSOLE] };

/** @returns whether its journeys passed, and how many attempts to leave were made meanwhile */
async function ran(args) {
  const before = withoutRoute();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const code = await exitCodeOf(process.execPath, [vitest, 'run', '--project', 'e2e', ...args]);
  return { passed: code === 0, counted: withoutRoute() - before };
}

const scratch = mkdtempSync(join(tmpdir(), 'docmind-offline-'));
try {
  closeTheDoors(scratch);
  const parts = Object.entries(specs.length > 0 ? given : all).filter(([, args]) => args.length > 0);
  for (const [name, args] of parts) {
    const { passed, counted } = await ran(args);
    say(`${name} without a network: ${passed ? 'passed' : 'failed'}, ${counted} attempts to leave`);
    if (!passed || (name === 'stack' && counted > 0)) process.exitCode = 1;
  }
} catch (error) {
  say(`offline: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
