import type { QueryReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes, post, eventsIn, readStream } from '../orchestrator.fixture.js';
import { ask, QUESTION, withBackups } from './query.fixture.js';

describe('POST /query, stream', () => {
  it('streams a validated answer, then sources, then the whole reply', async () => {
    const { service } = await withBackups();
    const response = await post(`${service.url}/query`, { question: QUESTION, stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-docmind-cache')).toBe('miss');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    const events = eventsIn(await response.text());
    expect(events.map(({ event }) => event)).toEqual(['delta', 'sources', 'done']);
    expect(events[2]?.data).toMatchObject({ answer: 'Daily snapshots are kept for 35 days.' });
  });

  it('never shows a draft that the validator replaces', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept ', 'for 90 days.'];
    const text = await (await post(`${service.url}/query`, { question: QUESTION, stream: true })).text();
    expect(text.slice(0, text.indexOf('event: done'))).not.toContain('90');
  });

  it('shows a sentence once it is checked, while the model writes the next one', async () => {
    const { service, fakes } = await withBackups();
    let write = (): void => undefined;
    const shown = new Promise<void>((resolve) => (write = resolve));
    fakes.answer = async function* () {
      yield 'Daily snapshots are kept for 35 days. R';
      await shown;
      yield 'estores are tested by the platform team.';
    };
    const response = await post(`${service.url}/query`, {
      question: 'How long are daily snapshots kept, and who tests restores?',
      stream: true,
    });
    const events = readStream(response);
    expect((await events.next()).value).toMatchObject({ event: 'delta', data: { text: 'Daily snapshots are kept for 35 days.' } });
    write();
    expect((await events.next()).value).toMatchObject({ event: 'delta', data: { text: ' Restores are tested by the platform team.' } });
    await events.next();
    const done = (await events.next()).value as { data: QueryReply };
    expect(done.data.answer).toBe('Daily snapshots are kept for 35 days. Restores are tested by the platform team.');
    expect(done.data.validation).toMatchObject({ grounded: true, mode: 'generated', answers: 'fully' });
    expect(done.data.validation.sentences.map(({ status }) => status)).toEqual(['supported', 'supported']);
  });

  it('ends with what was shown when the next sentence does not hold, and says so', async () => {
    const { service, fakes } = await withBackups();
    fakes.answer = ['Daily snapshots are kept for 35 days. ', 'Restores are tested by 12 robots. ', 'And', ' so on. '.repeat(100)];
    const events = eventsIn(await (await post(`${service.url}/query`, { question: QUESTION, stream: true })).text());
    const shown = events.filter(({ event }) => event === 'delta').map(({ data }) => (data as { text: string }).text);
    expect(shown.join('')).toBe('Daily snapshots are kept for 35 days.');
    expect(events.at(-1)?.data).toMatchObject({
      answer: 'Daily snapshots are kept for 35 days.',
      validation: { grounded: true, problems: expect.arrayContaining([expect.stringContaining('12')]) },
    });
  });

  it('asks no model where nothing is believed to answer: the refusal does not depend on what it would write', async () => {
    const { service, fakes } = await withBackups();
    const reply = await ask(service.url, { question: 'Which colour do the snapshots of Utrecht have in 1931?' });
    expect(reply.validation).toMatchObject({ mode: 'refused', grounded: false });
    expect(reply.nearest).not.toEqual([]);
    expect(fakes.prompts).toEqual([]);
  });

  it('streams chat live and ends with an error event when the engine dies midway', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    fakes.answer = async function* () {
      yield 'Once upon';
      throw new AppError('UNAVAILABLE', 'the engine was killed');
    };
    const events = eventsIn(await (await post(`${service.url}/query`, { question: 'Write a story', stream: true })).text());
    expect(events).toMatchObject([
      { event: 'delta', data: { text: 'Once upon' } },
      { event: 'error', data: { error: { code: 'UNAVAILABLE' } } },
    ]);
    fakes.answer = ['fine'];
    expect((await ask(service.url, { question: 'Write a story' })).answer).toBe('fine');
  });

  it('stops the generation when the client leaves', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    let stopped = false;
    fakes.answer = async function* (_request, signal) {
      yield 'Once';
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped = true;
    };
    const leaving = new AbortController();
    const response = await post(`${service.url}/query`, { question: 'Write a story', stream: true }, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await until(() => stopped, 'the engine to be told');
  });
});
