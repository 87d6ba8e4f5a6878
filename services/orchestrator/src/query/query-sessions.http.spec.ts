import { persistenceChatAppend } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { REWRITE_SYSTEM_PROMPT } from '../conversation/standalone.policy.js';
import { post } from '../orchestrator.fixture.js';
import { ask, pieces, QUESTION, withBackups } from './query.fixture.js';

describe('POST /query in a session', () => {
  it('keeps a session: history is committed, and a follow-up stands alone before anything is looked up', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url, { sessionId: 's1' });
    const reply = await ask(service.url, { sessionId: 's1', question: 'Thanks! And who tests them?' });
    expect(reply).toMatchObject({ question: 'Thanks! And who tests them?', understoodAs: 'who tests daily snapshots?' });
    expect(fakes.messages.get('s1')?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(fakes.searches.at(-1)?.query).toBe('who tests daily snapshots?');
    expect(fakes.lookups.map(({ question }) => question)).toEqual([QUESTION, 'who tests daily snapshots?']);
    // Its answer rests on no earlier turn, so it is anybody's.
    expect(fakes.lookups.map(({ scope }) => scope.conversation)).toEqual(['', '']);
    const listed = await fetch(`${service.url}/sessions/s1/messages`);
    expect(await listed.json()).toMatchObject({ messages: [{ content: QUESTION }, { role: 'assistant' }, {}, {}] });
  });

  it('asks the model what a follow-up means where the rules can only guess', async () => {
    const { service, fakes } = await withBackups();
    await ask(service.url, { sessionId: 's1', question: 'Who wrote the backup plan?' });
    fakes.answer = (request) =>
      pieces(request.messages[0]?.content === REWRITE_SYSTEM_PROMPT ? 'When was the backup plan written?' : 'I do not know.');
    const reply = await ask(service.url, { sessionId: 's1', question: 'When was that?' });
    expect(reply.understoodAs).toBe('When was the backup plan written?');
    expect(fakes.lookups[1]?.scope.conversation).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([200_000, 31_000])('answers a question after a turn of %i characters', async (length) => {
    const { service, fakes } = await withBackups();
    const earlier = [
      { role: 'user', content: 'long '.repeat(length / 5) },
      { role: 'assistant', content: 'I see. '.repeat(length / 7) },
    ];
    for (const content of [QUESTION, 'And the weekly ones?', 'Write a poem about it']) {
      const body = { model: 'docmind', messages: [...earlier, { role: 'user', content }] };
      expect((await post(`${service.url}/v1/chat/completions`, body)).status).toBe(200);
    }
    const sizes = fakes.prompts.map(({ messages }) => JSON.stringify(messages).length);
    expect(Math.max(...sizes)).toBeLessThan(8_000);
  });

  it('answers the questions of a session one after another, and others meanwhile', async () => {
    const { service, fakes } = await withBackups();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    fakes.answer = async function* () {
      await gate;
      yield 'Daily snapshots are kept for 35 days.';
    };
    const first = ask(service.url, { sessionId: 's1' });
    await until(() => fakes.prompts.length === 1, 'the first question to run');
    const second = ask(service.url, { sessionId: 's1', question: 'And who tests them?' });
    await until(() => fakes.turns.get('s1')?.length === 2, 'the second question to wait');
    const leaving = new AbortController();
    const third = post(`${service.url}/query`, { question: QUESTION, sessionId: 's1' }, { signal: leaving.signal }).catch(() => undefined);
    await until(() => fakes.turns.get('s1')?.length === 3, 'the third question to wait');
    leaving.abort();
    await until(() => fakes.turns.get('s1')?.length === 2, 'the third question to leave');
    expect(fakes.lookups).toHaveLength(1);
    release();
    await Promise.all([first, third]);
    expect((await second).understoodAs).toBe('who tests daily snapshots?');
    expect(
      fakes.messages
        .get('s1')
        ?.map(({ content }) => content)
        .slice(0, 3),
    ).toEqual([QUESTION, (await first).answer, 'And who tests them?']);
    await until(() => fakes.turns.get('s1')?.length === 0, 'all turns to be left');
  });

  it('fails when the history cannot be kept', async () => {
    const { service, fakes } = await withBackups();
    fakes.fail(persistenceChatAppend);
    expect((await post(`${service.url}/query`, { question: QUESTION, sessionId: 's1' })).status).toBe(503);
  });
});
