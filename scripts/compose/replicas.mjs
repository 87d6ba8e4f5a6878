// `node scripts/compose/replicas.mjs KEY QUESTIONS DOOR [DOOR...]`: questions in a few sessions, through the doors in turn, each asked again under its name where a
// door is gone or says that it can't. Exit 1 where one stays without an answer, or an answer that was given is not in its session once.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from '../steps/steps.mjs';

const CALLERS = 4;
const PATIENCE_MS = 240_000;
/** A part that is away: the connection breaks, or a door says so. */
const AWAY = new Set([0, 429, 502, 503, 504]);

const [key, questions, ...doors] = process.argv.slice(2);
const startedAt = Date.now();
const run = `replicas-${startedAt}`;
const answered = new Map();
let turn = 0;
let again = 0;

async function send(path, init = {}) {
  const door = doors[turn++ % doors.length];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers };
  return fetch(`${door}${path}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((error) => ({ status: 0, text: String(error.cause ?? error) }));
}

async function sendUntilDone(path, init) {
  for (const until = Date.now() + PATIENCE_MS; ; await delay(500)) {
    const { status, text } = await send(path, init);
    if (status === 200) return JSON.parse(text);
    assert.ok(AWAY.has(status) && Date.now() < until, `${path}: ${status} ${text}`);
    again += 1;
  }
}

async function ask(n, sessionId) {
  // New ones, so that the cache is asked and does not answer.
  const body = JSON.stringify({ question: `Write a line about lighthouse number ${(startedAt % 1_000_000) + n}.`, sessionId });
  const { id } = await sendUntilDone('/query', { method: 'POST', body, headers: { 'x-request-id': `${run}-${n}` } });
  answered.set(id, sessionId);
}

async function caller(first) {
  const sessionId = `${run}-${first}`;
  for (let n = first; n < Number(questions); n += CALLERS) await ask(n, sessionId);
  const { messages } = await sendUntilDone(`/sessions/${sessionId}/messages?limit=200`);
  const kept = messages.filter(({ role }) => role === 'assistant').map(({ metadata }) => metadata.queryId);
  const given = [...answered].filter(([, session]) => session === sessionId).map(([id]) => id);
  assert.deepEqual(kept.sort(), given.sort(), 'each answer that was given must be in its session once');
}

await Promise.all(Array.from({ length: CALLERS }, (_, first) => caller(first))).catch((error) => {
  say(`compose-replicas failed: ${error.message}`);
  process.exit(1);
});
say(`${answered.size} answered, each kept once; asked again ${again} times`);
