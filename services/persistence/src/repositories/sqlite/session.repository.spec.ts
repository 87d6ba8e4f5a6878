import type { Session } from '@docmind/contracts';
import { describeSessionStore } from '../../sessions/session-store.contract.js';
import { describe, expect, it } from 'vitest';
import { countRows } from '../../testing/document.fixture.js';
import { openTestDatabase, undoMigrations } from '../../testing/test-database.fixture.js';
import { SessionRepository } from './session.repository.js';

function session(id: string, at = '2026-01-01T00:00:00.000Z'): Session {
  return { id, userId: 'ada', createdAt: at, updatedAt: at, data: { theme: 'dark' } };
}
function said(...texts: string[]) {
  return { messages: texts.map((content) => ({ role: 'user' as const, content })) };
}
const ALL = { limit: 100, offset: 0 };

describe('SessionRepository', () => {
  describeSessionStore(async () => new SessionRepository(await openTestDatabase()));

  it('deletes a session with its messages and the requests that it answered', async () => {
    const database = await openTestDatabase();
    const sessions = new SessionRepository(database);
    for (const id of ['s1', 's2']) await sessions.append('acme', session(id), { ...said('hi'), requestId: 'r1' });
    expect(await sessions.delete('acme', 's1')).toBe(true);
    expect([countRows(database, 'chat_history'), countRows(database, 'answered_requests')]).toEqual([1, 1]);
  });

  it('keeps the sessions of a version whose ids were global, with all that refers to them', async () => {
    const database = await openTestDatabase();
    const sessions = new SessionRepository(database);
    await sessions.append('acme', session('s1'), { ...said('hi'), requestId: 'r1' });
    await undoMigrations(database, 6);
    expect(database.connection.prepare('SELECT id FROM sessions').pluck().all()).toEqual(['s1']);
    await database.dataSource.runMigrations();
    expect(await sessions.find('acme', 's1')).toEqual(session('s1'));
    expect(await sessions.append('acme', session('s1'), { ...said('again'), requestId: 'r1' })).toHaveLength(1);
    expect((await sessions.messages('acme', 's1', ALL)).rows).toMatchObject([{ content: 'hi' }]);
    expect(database.connection.pragma('foreign_key_check')).toEqual([]);
  });
});
