import type { Session, StoredMessage } from '@docmind/contracts';
import { expect, it } from 'vitest';
import type { Rows, SessionStore } from './session-store.port.js';

function session(id: string, at = '2026-01-01T00:00:00.000Z'): Session {
  return { id, userId: 'ada', createdAt: at, updatedAt: at, data: { theme: 'dark' } };
}
function said(...texts: string[]) {
  return { messages: texts.map((content) => ({ role: 'user' as const, content })) };
}
const ALL = { limit: 100, offset: 0 };

/** What holds in whichever database sessions lie. */
export function describeSessionStore(open: () => Promise<SessionStore>): void {
  it('gives a session back as it was stored, its JSON included', async () => {
    const sessions = await open();
    await sessions.create('acme', session('s1'));
    expect(await sessions.find('acme', 's1')).toEqual(session('s1'));
  });

  it('takes an id once a tenant, whatever others have chosen', async () => {
    const sessions = await open();
    await sessions.create('acme', session('s1'));
    expect(await sessions.create('acme', session('s1'))).toBeUndefined();
    expect(await sessions.create('other', session('s1'))).toEqual(session('s1'));
  });

  it('changes what is named in its data, and nothing else', async () => {
    const sessions = await open();
    await sessions.create('acme', session('s1'));
    expect((await sessions.change('acme', 's1', { title: 'Lease' }))?.data).toEqual({ theme: 'dark', title: 'Lease' });
    expect(await sessions.change('acme', 's1', { theme: null })).toEqual({ ...session('s1'), data: { title: 'Lease' } });
    expect(await sessions.change('other', 's1', { title: 'x' })).toBeUndefined();
    for (const part of ['a', 'b']) await sessions.change('acme', 's1', { [part]: 'x'.repeat(30_000) });
    await expect(sessions.change('acme', 's1', { c: 'x'.repeat(30_000) })).rejects.toThrow(/65536 bytes/);
    expect(Object.keys((await sessions.find('acme', 's1'))?.data ?? {})).toEqual(['title', 'a', 'b']);
    expect(await sessions.change('acme', 'none', { title: 'x' })).toBeUndefined();
  });

  it('finds words in titles and in what was said, whatever their case', async () => {
    const sessions = await open();
    await sessions.append('acme', session('said', '2026-01-02T00:00:00.000Z'), said('Wann endet die Überlassung 100%?'));
    await sessions.create('acme', { ...session('titled'), data: { title: 'Die ÜBERLASSUNG' } });
    await sessions.append('acme', session('else'), said('nothing'));
    await sessions.append('other', session('theirs'), said('Überlassung'));
    const found = async (containing: string, page = ALL) => (await sessions.list('acme', { ...page, containing })).rows.map(({ id }) => id);
    expect(await found('überlassung')).toEqual(['said', 'titled']);
    expect(await found('überlassung', { limit: 1, offset: 1 })).toEqual(['titled']);
    expect(await found('100%')).toEqual(['said']);
    expect(await found('%')).toEqual(['said']);
    expect(await found('theme')).toEqual([]);
  });

  it('shows nothing of another tenant', async () => {
    const sessions = await open();
    await sessions.create('acme', session('s1'));
    expect(await sessions.find('other', 's1')).toBeUndefined();
    expect((await sessions.list('other', ALL)).rows).toEqual([]);
    expect(await sessions.delete('other', 's1')).toBe(false);
    await sessions.append('acme', session('s1'), { ...said('ours'), requestId: 'r1' });
    await sessions.append('other', session('s1'), { ...said('theirs'), requestId: 'r1' });
    expect((await sessions.messages('acme', 's1', ALL)).rows).toMatchObject([{ sessionId: 's1', content: 'ours' }]);
    expect((await sessions.messages('other', 's1', ALL)).rows).toMatchObject([{ sessionId: 's1', content: 'theirs' }]);
    expect(await sessions.delete('other', 's1')).toBe(true);
    expect((await sessions.messages('acme', 's1', ALL)).rows).toHaveLength(1);
  });

  it('appends messages in order, makes the session when needed and lists the last used first', async () => {
    const sessions = await open();
    await sessions.create('acme', session('old', '2026-01-02T00:00:00.000Z'));
    const ids = await sessions.append('acme', session('new', '2026-01-03T00:00:00.000Z'), {
      messages: [
        { role: 'user', content: 'How long?' },
        { role: 'assistant', content: '35 days', metadata: { model: 'small' } },
      ],
    });
    expect(ids).toHaveLength(2);
    expect((await sessions.list('acme', ALL)).rows.map(({ id }) => id)).toEqual(['new', 'old']);
    await sessions.append('acme', session('old', '2026-01-04T00:00:00.000Z'), said('again'));
    expect((await sessions.list('acme', ALL)).rows.map(({ id }) => id)).toEqual(['old', 'new']);

    const messages = (await sessions.messages('acme', 'new', ALL)).rows;
    expect(messages).toMatchObject([{ id: ids?.[0], role: 'user', content: 'How long?' }, { metadata: { model: 'small' } }]);
    expect((await sessions.messages('acme', 'new', { limit: 1, offset: 1 })).rows).toMatchObject([{ content: '35 days' }]);
  });

  it('gives the last messages of a long conversation, in their order', async () => {
    const sessions = await open();
    await sessions.append('acme', session('s1'), said(...[1, 2, 3, 4, 5].map((number) => `message ${number}`)));
    const last = (await sessions.messages('acme', 's1', { limit: 2, offset: 0, from: 'newest' })).rows;
    expect(last.map(({ content }) => content)).toEqual(['message 4', 'message 5']);
    const before = (await sessions.messages('acme', 's1', { limit: 2, offset: 2, from: 'newest' })).rows;
    expect(before.map(({ content }) => content)).toEqual(['message 2', 'message 3']);
  });

  it('ends a page early where its rows are large, says where the next begins, and never gives an empty one', async () => {
    const sessions = await open();
    const large = ['a', 'b', 'c'].map((letter) => letter.repeat(900_000));
    await sessions.append('acme', session('s1'), said(...large, 'small', 'd'.repeat(3_000_000)));
    const seen: string[] = [];
    const pages: number[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: Rows<StoredMessage> = await sessions.messages('acme', 's1', { limit: 4, offset });
      seen.push(...page.rows.map(({ content }) => content.slice(0, 5)));
      pages.push(page.rows.length);
      offset = page.next;
    }
    expect([seen, pages]).toEqual([
      ['aaaaa', 'bbbbb', 'ccccc', 'small', 'ddddd'],
      [2, 2, 1],
    ]);
    expect(await sessions.messages('acme', 's1', { limit: 2, offset: 0, from: 'newest' })).toMatchObject({ rows: [{}], next: 1 });
    for (const id of ['s2', 's3']) await sessions.create('acme', { ...session(id), data: { text: 'e'.repeat(1_500_000) } });
    expect(await sessions.list('acme', ALL)).toMatchObject({ rows: [{ id: 's1' }, { id: 's2' }], next: 2 });
  });

  it("adds a request's messages once, in each session, and forgets the request with the session", async () => {
    const sessions = await open();
    const turn = { ...said('hi'), requestId: 'r1' };
    const ids = await sessions.append('acme', session('s1'), turn);
    const again = { ...said('something else'), requestId: 'r1' };
    expect(await sessions.append('acme', session('s1'), again)).toEqual(ids);
    await sessions.append('acme', session('s2'), turn);
    const texts = async (id: string) => (await sessions.messages('acme', id, ALL)).rows.map(({ content }) => content);
    expect([await texts('s1'), await texts('s2')]).toEqual([['hi'], ['hi']]);
    await sessions.delete('acme', 's1');
    expect(await texts('s1')).toEqual([]);
    await sessions.append('acme', session('s1'), again);
    expect(await texts('s1')).toEqual(['something else']);
  });

  it('adds the messages of a request that is sent many times at once once', async () => {
    const sessions = await open();
    const turn = { ...said('one', 'two'), requestId: 'r1' };
    const all = await Promise.all(Array.from({ length: 8 }, () => sessions.append('acme', session('s1'), turn)));
    expect(new Set(all.map((ids) => ids.join())).size).toBe(1);
    expect((await sessions.messages('acme', 's1', ALL)).rows).toHaveLength(2);
  });

  it('writes all messages of a turn or none', async () => {
    const sessions = await open();
    const broken = { role: 'assistant', content: null } as unknown as { role: 'assistant'; content: string };
    await expect(sessions.append('acme', session('s1'), { messages: [...said('hi').messages, broken] })).rejects.toThrow();
    expect(await sessions.find('acme', 's1')).toBeUndefined();
  });

  it('removes sessions that nobody has used for long, and the least used beyond a number of messages', async () => {
    const sessions = await open();
    for (const day of [1, 2, 3, 4]) await sessions.append('acme', session(`s${day}`, `2026-01-0${day}T00:00:00.000Z`), said('a', 'b'));
    const left = async () => (await sessions.list('acme', ALL)).rows.map(({ id }) => id);
    expect([await sessions.removeUnusedSince('2026-01-02T00:00:00.000Z'), await left()]).toEqual([1, ['s4', 's3', 's2']]);
    expect([await sessions.removeBeyond(3), await left()]).toEqual([2, ['s4']]);
    expect([await sessions.removeBeyond(3), await left()]).toEqual([0, ['s4']]);
  });
}
