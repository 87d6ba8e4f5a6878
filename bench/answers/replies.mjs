// Replies as they come, one a line: a run with a slow model can be stopped and taken up again, and looked at afterwards.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readLines } from './questions.mjs';

/** What was answered before by the same engine; a line that a stop cut short is asked again. */
export class Replies {
  #path;
  #byId = new Map();

  /** @throws Error where the file holds another engine's replies */
  constructor(path, engine) {
    this.#path = path;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    const text = readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) writeFileSync(path, whole);
    for (const reply of readLines(whole)) {
      if (reply.engine !== engine)
        throw new Error(`--replies ${path} holds replies of ${reply.engine}, not of ${engine}: name another file`);
      this.#byId.set(reply.id, reply);
    }
  }

  of(id) {
    return this.#byId.get(id);
  }

  add(reply) {
    this.#byId.set(reply.id, reply);
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify(reply)}\n`);
  }
}
