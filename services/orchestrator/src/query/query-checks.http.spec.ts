import { inferenceChatStream } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';
import { ask, QUESTION, withBackups } from './query.fixture.js';

describe('a hit that the cache asks to check', () => {
  const hit = {
    ...{ result: 'semantic' as const, entry: 'entry-1', question: 'For how many days are daily snapshots kept?' },
    ...{ answer: 'For 30 days.', citations: [], similarity: 0.97, probability: 0.99, ageSeconds: 1, why: 'alike', check: true as const },
  };

  it('is answered anew after the reply; nothing of that is kept, and the session has its turn once', async () => {
    const { service, fakes } = await withBackups();
    fakes.hit = hit;
    expect(await ask(service.url, { sessionId: 's1' })).toMatchObject({ answer: 'For 30 days.', cache: { result: 'semantic' } });
    await until(() => fakes.checks.length === 1, 'the report');
    expect(fakes.checks[0]).toEqual({
      ...{ tenant: 'default', entry: 'entry-1', question: QUESTION, kept: 'For 30 days.', probability: 0.99 },
      fresh: 'Daily snapshots are kept for 35 days.',
    });
    expect(fakes.stored).toEqual([]);
    expect(fakes.messages.get('s1')).toHaveLength(2);
  });

  it('gives way to a question that somebody waits for', async () => {
    const { service, fakes } = await withBackups();
    fakes.hit = hit;
    let aborted = 0;
    fakes.answer = async function* (_request, signal) {
      yield 'Daily ';
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted += 1;
    };
    await ask(service.url);
    await until(() => fakes.prompts.length === 1, 'the check to ask the model');
    fakes.hit = undefined;
    fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
    await ask(service.url);
    expect(aborted).toBe(1);
    await until(() => fakes.checks.length === 1, 'the check to be made after all');
    expect(fakes.checks[0]?.fresh).toBe('Daily snapshots are kept for 35 days.');
  });

  it('is reported as not answered when no whole answer comes', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    fakes.hit = hit;
    fakes.fail(inferenceChatStream);
    await ask(service.url);
    await until(() => fakes.checks.length === 1, 'the report');
    expect(fakes.checks[0]?.fresh).toBeUndefined();
  });
});
