// Those who send what they shouldn't.
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const LOOK_MS = 200;
/** What a door may say of a request that it can't take: it is full, a disk is, or it took too long. */
const EXCUSED = new Set([503, 504, 507]);

/** Of every reply: how many had which status, and those that no door should give. */
export class Replies {
  byStatus = {};
  faults = [];

  add(what, status, text) {
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
    const isFault = (status >= 500 && !EXCUSED.has(status)) || /\n\s+at .+:\d+:\d+/.test(text);
    if (isFault) this.faults.push(`${what}: ${status} ${text.slice(0, 200)}`);
  }
}

/** @returns the status, 0 where no whole reply came in time */
export async function send(replies, what, url, init) {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await reply.text();
    replies.add(what, reply.status, text);
    return { status: reply.status, text };
  } catch (thrown) {
    replies.add(what, 0, String(thrown));
    return { status: 0, text: '' };
  }
}

export function sendFile(replies, door, name, bytes) {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  return send(replies, name, `${door}/documents`, { method: 'POST', body: form });
}

/** Waits for the documents that are worked on; those that still are when the time is up are taken away. */
export async function settled(replies, door, limitMs) {
  const until = performance.now() + limitMs;
  let working = await workedOn(door);
  while (working.length > 0 && performance.now() < until) {
    await delay(LOOK_MS);
    working = await workedOn(door);
  }
  for (const { id, path } of working) await send(replies, `DELETE ${path}`, `${door}/documents/${id}`, { method: 'DELETE' });
  return working.map(({ path }) => path);
}

async function workedOn(door) {
  const reply = await fetch(`${door}/uploads`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const { documents } = await reply.json();
  return documents.filter(({ state }) => state === 'working');
}
