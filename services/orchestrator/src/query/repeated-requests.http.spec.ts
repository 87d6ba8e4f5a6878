import { cacheSemanticStore, persistenceChatAppend, type QueryReply } from '@docmind/contracts';
import { expect, describe, it } from 'vitest';
import { BACKUPS, eventsIn, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

const QUESTION = 'How long are daily snapshots kept?';
const named = (requestId: string): RequestInit => ({ headers: { 'x-request-id': requestId } });

async function withBackups() {
  const started = await orchestratorWithFakes();
  started.fakes.know({ name: 'backups.md', text: BACKUPS });
  started.fakes.answer = ['Daily snapshots are kept for 35 days.'];
  return started;
}

describe('a request that comes again under its own id', () => {
  it('gets the same reply, without asking anybody again, as a stream too', async () => {
    const { service, fakes } = await withBackups();
    const ask = (more = {}) => post(`${service.url}/query`, { question: QUESTION, sessionId: 's1', cache: 'bypass', ...more }, named('r1'));
    const first = (await (await ask()).json()) as QueryReply;
    fakes.answer = ['Daily snapshots are kept 35 days.'];
    expect(await (await ask()).json()).toEqual(first);
    expect(eventsIn(await (await ask({ stream: true })).text()).at(-1)?.data).toEqual(first);
    expect(fakes.prompts).toHaveLength(1);
    expect(fakes.messages.get('s1')).toHaveLength(2);
  });

  it('is refused when it asks something else', async () => {
    const { service } = await withBackups();
    await post(`${service.url}/query`, { question: QUESTION }, named('r1'));
    const other = await post(`${service.url}/query`, { question: 'Who tests restores?' }, named('r1'));
    expect(other.status).toBe(400);
    expect(await other.json()).toMatchObject({ error: { code: 'FAILED_PRECONDITION', message: expect.stringContaining('"r1"') } });
    expect((await post(`${service.url}/query`, { question: 'Who tests restores?' })).status).toBe(200);
  });

  it('has its turn in the session, where only that failed, and the answer that was made for it', async () => {
    const { service, fakes } = await withBackups();
    const ask = () => post(`${service.url}/query`, { question: QUESTION, sessionId: 's1', cache: 'bypass' }, named('r1'));
    fakes.fail(persistenceChatAppend);
    expect((await ask()).status).toBe(503);
    fakes.faults.clear();
    fakes.answer = ['Daily snapshots are kept 35 days.'];
    const reply = (await (await ask()).json()) as QueryReply;
    expect(reply.answer).toBe('Daily snapshots are kept for 35 days.');
    expect(fakes.messages.get('s1')?.map(({ content }) => content)).toEqual([QUESTION, reply.answer]);
  });

  it('makes one answer where it is asked twice at once', async () => {
    const { service, fakes } = await withBackups();
    fakes.fail(cacheSemanticStore);
    const ask = () => post(`${service.url}/query`, { question: QUESTION, sessionId: 's1', cache: 'bypass' }, named('r1'));
    const replies = await Promise.all([ask(), ask(), ask()].map(async (asked) => (await asked).json()));
    expect(replies[1]).toEqual(replies[0]);
    expect(replies[2]).toEqual(replies[0]);
    expect(fakes.prompts).toHaveLength(1);
    expect(fakes.messages.get('s1')).toHaveLength(2);
  });

  it('is forgotten with its session', async () => {
    const { service, fakes } = await withBackups();
    const ask = () => post(`${service.url}/query`, { question: QUESTION, sessionId: 's1', cache: 'bypass' }, named('r1'));
    await ask();
    expect((await fetch(`${service.url}/sessions/s1`, { method: 'DELETE' })).status).toBe(200);
    fakes.answered.clear();
    await ask();
    expect(fakes.prompts).toHaveLength(2);
  });
});
