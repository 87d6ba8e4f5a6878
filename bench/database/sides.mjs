// One turn of a conversation written, the last 50 messages of one read: by our repository, and by its statements without it.
import { createRequire } from 'node:module';
import { SessionRepository } from '../../services/persistence/dist/repositories/sqlite/session.repository.js';
import { openDatabase } from '../../services/persistence/dist/repositories/sqlite/sqlite-database.js';

/** The one that persistence is built with. */
const Database = createRequire(new URL('../../libs/sqlite/package.json', import.meta.url))('better-sqlite3');

export const SESSIONS = 200;
const TENANT = 'default';
const PAGE = { limit: 50, offset: 0, from: 'oldest' };
const BUSY_TIMEOUT_MS = 5_000;

const idOf = (session) => `session-${session}`;
/** As the repository keeps it. */
const keyOf = (session) => `${TENANT}/${idOf(session)}`;

export function turnOf(turn) {
  const about = `turn ${turn}: how long a daily snapshot of a volume is kept before the nightly run removes it`;
  return [
    { role: 'user', content: `What does the rule say, ${about}?`, metadata: undefined },
    { role: 'assistant', content: `Thirty-five days. ${about}. `.repeat(4), metadata: { model: 'mock', turn } },
  ];
}

/** @returns {Promise<{read(session: number): Promise<unknown[]>, write(session: number, messages: object[]): Promise<void>, close()}>} */
export function openSide(side, file) {
  return side === 'ours' ? openOurs(file) : openBare(file);
}

async function openOurs(file) {
  const database = await openDatabase({ file });
  const sessions = new SessionRepository(database);
  return {
    read: (session) => sessions.messages(TENANT, idOf(session), PAGE),
    write: async (session, messages) => {
      const now = new Date().toISOString();
      await sessions.append(TENANT, { id: idOf(session), userId: 'bench', createdAt: now, updatedAt: now, data: {} }, { messages });
    },
    close: () => database.close(),
  };
}

async function openBare(file) {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const select = database.prepare('SELECT * FROM chat_history WHERE session_id = ? ORDER BY id LIMIT ? OFFSET ?');
  const tenantOf = database.prepare('SELECT tenant FROM sessions WHERE id = ?').pluck();
  const touch = database.prepare('UPDATE sessions SET updated_at = ? WHERE id = ?');
  const insert = database.prepare('INSERT INTO chat_history (session_id, role, content, timestamp, metadata) VALUES (?, ?, ?, ?, ?)');
  const append = database.transaction((id, messages) => {
    const now = new Date().toISOString();
    if (tenantOf.get(id) !== TENANT) throw new Error(`no session ${id}`);
    touch.run(now, id);
    for (const { role, content, metadata } of messages) insert.run(id, role, content, now, metadata ? JSON.stringify(metadata) : null);
  });
  return {
    read: async (session) => select.all(keyOf(session), PAGE.limit, PAGE.offset),
    write: async (session, messages) => append.immediate(keyOf(session), messages),
    close: async () => database.close(),
  };
}
