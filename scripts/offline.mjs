// `npm run offline`: the stack in a network namespace that has loopback only, as one process and as five, while the kernel and strace watch for whoever
// tries to leave. `npm run offline -- e2e [SPECS]` runs the journeys of test/e2e there, watched by the kernel alone. Linux, as root or where users may make namespaces. Exits with 1 when one tried, or when a step of the journey failed.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { exitCodeOf, findProgram, root, say } from './steps/steps.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // Five processes only, one document, and no strace: what CI has the time for.
    quick: { type: 'boolean', default: false },
  },
});

const [what, ...specs] = positionals;
const isSuite = what === 'e2e';
if (what !== undefined && !isSuite) {
  say(`${what} is not known here: npm run offline, or npm run offline -- e2e [SPECS]`);
  process.exit(2);
}

const namespaces = ['--net', '--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];

function whyNot() {
  if (process.platform !== 'linux') return 'network namespaces are Linux only';
  const missing = ['unshare', 'mount', 'python3', ...(values.quick || isSuite ? [] : ['strace'])].find(
    (name) => findProgram(name) === undefined,
  );
  if (missing) return `${missing} is not on PATH${missing === 'strace' ? ' (Debian: apt install strace)' : ''}`;
  const tried = spawnSync('unshare', [...namespaces, 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : `no network namespace to be had: ${tried.stderr.trim()}`;
}

const reason = whyNot();
if (reason) {
  say(`not checked: ${reason}`);
  // As `skipped` is known to test harnesses.
  process.exitCode = 77;
} else {
  const inside = isSuite ? ['scripts/offline/suite.mjs', ...specs] : ['scripts/offline/inside.mjs', ...(values.quick ? ['--quick'] : [])];
  process.exitCode = await exitCodeOf('unshare', [...namespaces, process.execPath, ...inside], { cwd: root });
}
