// Asks again and again whether a door lives, in a process of its own: whoever makes the documents holds its own event loop up.
import { setTimeout as delay } from 'node:timers/promises';
import { answerWith, ready } from '../lib/processes/child.mjs';

const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

const waitsMs = [];
let failures = 0;

async function ask(url) {
  const startedAt = performance.now();
  const isWell = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    async (reply) => (await reply.text()) !== '' && reply.ok,
    () => false,
  );
  waitsMs.push(performance.now() - startedAt);
  if (!isWell) failures += 1;
}

async function askOn(url) {
  for (;;) {
    await ask(url);
    await delay(LOOK_MS);
  }
}

answerWith({ told: async () => ({ waitsMs, failures }) });
ready({});
void askOn(`${process.env.DOOR}/health/live`);
