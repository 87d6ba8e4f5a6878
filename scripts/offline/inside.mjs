// What `npm run offline` runs in the namespace: brings loopback up, sees whether the watch sees anything, then goes through the journey in each shape.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../steps/steps.mjs';
import { closeTheDoors } from './doors.mjs';
import { journey } from './journey.mjs';
import { callsThatLeave, callsToLoopback, withoutRoute } from './watch.mjs';

const quick = process.argv.includes('--quick');
/** Five processes have all that one has, and NATS; strace takes its time. */
const shapes = quick ? ['five'] : ['one', 'five'];
const strace = !quick;
const scratch = mkdtempSync(join(tmpdir(), 'docmind-offline-'));
const STRACE = ['strace', '--follow-forks', '--seccomp-bpf', '--quiet=all', '--signal=none', '--trace=connect,sendto,sendmsg,sendmmsg'];

/** @returns the command as it is to be spawned, and what was seen of it once it ended */
function watched(command, name) {
  const file = join(scratch, `${name}.strace`);
  const before = withoutRoute();
  return {
    command: strace ? [...STRACE, '--output', file, ...command] : command,
    seen: () => {
      const trace = strace ? readFileSync(file, 'utf8') : '';
      return { counted: withoutRoute() - before, leaving: callsThatLeave(trace), loopback: callsToLoopback(trace) };
    },
  };
}

/** @throws Error where an attempt that is one is not seen */
async function proveTheWatch() {
  for (const attempt of ['fetch("http://192.0.2.1")', 'require("node:dns").promises.lookup("docmind.invalid")']) {
    const { command, seen } = watched([process.execPath, '-e', `${attempt}.catch(() => undefined)`], 'control');
    await new Promise((resolve) => spawn(command[0], command.slice(1), { stdio: 'ignore' }).once('exit', resolve));
    const { counted, leaving } = seen();
    if (counted === 0 || (strace && leaving.length === 0)) throw new Error(`the watch did not see ${attempt}`);
  }
  say(`the watch (${strace ? 'kernel counters and strace' : 'kernel counters'}) sees an attempt by address and one by name`);
}

try {
  closeTheDoors(scratch);
  await proveTheWatch();
  for (const shape of shapes) {
    const title = shape === 'five' ? 'five processes' : 'one process';
    const stack = watched([process.execPath], shape);
    const steps = await journey({ shape, dataDir: join(scratch, shape), quick }, stack.command);
    const { counted, leaving, loopback } = stack.seen();
    say(`${title}: ${steps.join(', ')}`);
    say(`${title}: ${counted + leaving.length} attempts to leave${strace ? `; ${loopback} calls to loopback` : ''}`);
    leaving.slice(0, 20).forEach((line) => say(`! ${line}`));
    if (counted > 0 || leaving.length > 0) process.exitCode = 1;
  }
} catch (error) {
  say(`offline: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
