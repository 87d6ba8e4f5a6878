// One person: asks in a session, adds documents and takes them away, and remembers what was acknowledged.
import { setTimeout as delay } from 'node:timers/promises';
import { documentOf, DOORS, judge, questionOf } from '../lib/load/doors.mjs';

const PATIENCE_MS = 30_000;
const PAUSE_AFTER_ERROR_MS = 200;
/** Every so many steps one adds a document, and every so many one goes. */
const [ADD_EVERY, DROP_EVERY] = [12, 36];
const PAGE = 200;
/** What a part that is away makes of a request: told so, or cut off. */
const HONEST = new Set([0, 429, 502, 503, 504, 507]);

export class Caller {
  constructor(url, user) {
    this.url = url;
    this.user = user;
    this.documents = new Set();
    this.dropped = new Set();
    this.answers = new Set();
    this.counts = { right: 0, refused: 0, wrong: 0, foreign: 0, unanswered: 0, dishonest: 0 };
    this.firsts = {};
  }

  async prepare() {
    await this.request('POST', '/documents', formOf(documentOf(this.user)));
    this.sessionId = (await this.request('POST', '/sessions', {})).id;
  }

  async workUntil(end) {
    for (let step = 1; performance.now() < end; step++) {
      try {
        if (step % DROP_EVERY === 0) await this.drop();
        else if (step % ADD_EVERY === 0) await this.add(step);
        else await this.ask(step);
      } catch (thrown) {
        this.failed(thrown);
        await delay(PAUSE_AFTER_ERROR_MS);
      }
    }
  }

  async ask(step) {
    const door = step % DOORS.length;
    const question = questionOf(this.user, door);
    const asked = { question, sessionId: this.sessionId, cache: step % 2 === 0 ? 'use' : 'bypass' };
    const reply = await this.request('POST', '/query', asked);
    this.answers.add(reply.id);
    const { isRight, isForeign } = judge(reply, { user: this.user, door });
    const kind = isForeign ? 'foreign' : isRight ? 'right' : reply.validation.grounded ? 'wrong' : 'refused';
    this.counts[kind] += 1;
    if (kind !== 'right') this.firsts[kind] ??= JSON.stringify({ question, answer: reply.answer, degraded: reply.degraded });
  }

  async add(step) {
    const name = `note-${this.user}-${step}.md`;
    const text = `# Note ${step} of ${this.user}\n\nThe keeper of note ${step} of ${this.user} is number ${this.user * 100_000 + step}.\n`;
    const { document } = await this.request('POST', '/documents', formOf({ name, text }));
    this.documents.add(document.id);
  }

  async drop() {
    const id = this.documents.values().next().value;
    if (id === undefined) return;
    // From here on it may be gone, whatever the reply is.
    this.documents.delete(id);
    await this.request('DELETE', `/documents/${id}`);
    this.dropped.add(id);
  }

  /** What was acknowledged and isn't there, or is there after it was taken away, or twice. */
  async losses() {
    let [lost, back] = [0, 0];
    for (const id of this.documents) lost += Number((await this.statusOf(id)) !== 'indexed');
    for (const id of this.dropped) back += Number((await this.statusOf(id)) !== undefined);
    const kept = (await this.turns()).filter(({ role }) => role === 'assistant').map(({ metadata }) => metadata.queryId);
    // Kept are also answers whose reply was cut off: their number says nothing of those that were acknowledged.
    for (const id of this.answers) lost += Number(!kept.includes(id));
    return { lost, back, twice: kept.length - new Set(kept).size };
  }

  async statusOf(id) {
    const reply = await fetch(`${this.url}/documents/${id}`);
    const body = await reply.json();
    if (reply.status === 404) return undefined;
    return body.state;
  }

  async turns() {
    const all = [];
    for (;;) {
      const { messages } = await this.request('GET', `/sessions/${this.sessionId}/messages?limit=${PAGE}&offset=${all.length}`);
      all.push(...messages);
      if (messages.length < PAGE) return all;
    }
  }

  async request(method, path, body) {
    const sent =
      body === undefined || body instanceof FormData
        ? { body }
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const reply = await fetch(`${this.url}${path}`, { method, ...sent, signal }).catch((thrown) => refuse(0, path, thrown.cause ?? thrown));
    const text = await reply.text().catch((thrown) => refuse(0, path, thrown));
    if (!reply.ok) refuse(reply.status, path, text.slice(0, 300));
    return JSON.parse(text);
  }

  failed({ status, message }) {
    const kind = HONEST.has(status) ? 'unanswered' : 'dishonest';
    this.counts[kind] += 1;
    this.firsts[kind] ??= message;
  }
}

function formOf({ name, text }) {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/markdown' }), name);
  return form;
}

/** @param {number} status 0 where no reply came */
function refuse(status, path, why) {
  throw Object.assign(new Error(`${path}: ${status} ${why}`), { status });
}
