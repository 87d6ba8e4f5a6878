// The pack's documents into a running stack, and its questions, one by one.
import { readdirSync, readFileSync } from 'node:fs';
import { postJson } from '../lib/load/http.mjs';
import { FIRST_PACK } from './questions.mjs';

const TYPES = { csv: 'text/csv', md: 'text/markdown', txt: 'text/plain', html: 'text/html', pdf: 'application/pdf' };

export async function uploadAll(url, pack = FIRST_PACK) {
  const folder = new URL('documents/', pack);
  for (const name of readdirSync(folder)) {
    const form = new FormData();
    form.append('file', new Blob([readFileSync(new URL(name, folder))], { type: TYPES[name.split('.').pop()] }), name);
    const reply = await fetch(`${url}/documents`, { method: 'POST', body: form });
    if (reply.status !== 201) throw new Error(`${name} was not taken: ${reply.status} ${(await reply.text()).slice(0, 500)}`);
    await reply.body?.cancel();
  }
}

/** A follow-up is asked in a session of its own, after what was asked before it; others in none. The cache is passed by. */
export async function ask({ id, question, after }, { url, seen }) {
  const session = after === undefined ? {} : { sessionId: `bench-${id}` };
  const say = (text) => postJson(`${url}/query`, { question: text, cache: 'bypass', ...session });
  for (const earlier of after ?? []) await say(earlier);
  await seen();
  const { answer, validation, model, timings } = await say(question);
  const { mode, grounded, answers, chance, problems } = validation;
  return { id, question, answer, mode, grounded, answers, chance, problems, model, ms: Math.round(timings.totalMs), ...(await seen()) };
}
