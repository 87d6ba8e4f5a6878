import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openSide, SESSIONS, turnOf } from './sides.mjs';

const { side, role, file, durationMs, perSecond } = workerData;
const database = await openSide(side, file);

const work = {
  read: async (session) => {
    const messages = await database.read(session);
    if (messages.length === 0) throw new Error(`session ${session} was read without its messages`);
  },
  write: (session) => database.write(session, turnOf(0)),
}[role];

/** The time of the operation itself with its wait for the file; where it is paced, it starts late rather than together with the next. */
async function run() {
  const tally = { role, latenciesMs: [], busyErrors: 0, seconds: 0 };
  const startedAt = performance.now();
  for (let n = 0; performance.now() - startedAt < durationMs; n++) {
    if (perSecond !== undefined) await untilDue(startedAt + (n * 1_000) / perSecond);
    await operate(tally);
  }
  tally.seconds = (performance.now() - startedAt) / 1_000;
  return tally;
}

async function untilDue(due) {
  const leftMs = due - performance.now();
  if (leftMs > 0) await delay(leftMs);
}

async function operate(tally) {
  const begunAt = performance.now();
  try {
    await work(Math.floor(Math.random() * SESSIONS));
    tally.latenciesMs.push(performance.now() - begunAt);
  } catch (thrown) {
    const code = thrown.code ?? thrown.driverError?.code;
    if (!String(code).startsWith('SQLITE_BUSY')) throw thrown;
    tally.busyErrors += 1;
  }
}

parentPort.postMessage('ready');
await once(parentPort, 'message');
const tally = await run();
await database.close();
parentPort.postMessage(tally);
