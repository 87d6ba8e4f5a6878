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

  it("adds a request's messages once, in each session, and forgets the request with the session", async () => {
    const database = await openTestDatabase();
    const sessions = new SessionRepository(database);
    const turn = { ...said('hi'), requestId: 'r1' };
    const ids = await sessions.append('acme', session('s1'), turn);
    expect(await sessions.append('acme', session('s1'), { ...said('something else'), requestId: 'r1' })).toEqual(ids);
    await sessions.append('acme', session('s2'), turn);
    expect(countRows(database, 'chat_history')).toBe(2);
    expect((await sessions.messages('acme', 's1', ALL)).rows.map(({ content }) => content)).toEqual(['hi']);
    await sessions.delete('acme', 's1');
    expect(countRows(database, 'answered_requests')).toBe(1);
  });

  it('deletes a session with its messages', async () => {
    const database = await openTestDatabase();
    const sessions = new SessionRepository(database);
    await sessions.append('acme', session('s1'), said('hi'));
    expect(await sessions.delete('acme', 's1')).toBe(true);
    expect(countRows(database, 'chat_history')).toBe(0);
  });

  it('writes all messages of a turn or none', async () => {
    const database = await openTestDatabase();
    const sessions = new SessionRepository(database);
    const broken = { role: 'assistant', content: null } as unknown as { role: 'assistant'; content: string };
    await expect(sessions.append('acme', session('s1'), { messages: [...said('hi').messages, broken] })).rejects.toThrow();
    expect(countRows(database, 'chat_history')).toBe(0);
    expect(await sessions.find('acme', 's1')).toBeUndefined();
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
