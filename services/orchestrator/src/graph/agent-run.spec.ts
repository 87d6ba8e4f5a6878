import { newRequestContext, type Spans } from '@docmind/messaging';
import { planSpan } from '@docmind/telemetry';
import { describe, expect, it } from 'vitest';
import { AgentRun } from './agent-run.js';

const TRACE = 'a'.repeat(32);
const parent = `00-${TRACE}-${'b'.repeat(16)}-01`;
const child = `00-${TRACE}-${'c'.repeat(16)}-01`;
const spans: Spans = {
  withText: false,
  start: () => ({ traceparent: child, set: () => undefined, fail: () => undefined, end: () => undefined }),
};
const newRun = () =>
  new AgentRun(newRequestContext({ traceparent: parent, spans }), () => undefined, {
    ...{ route: 'documents', complexity: 'simple', why: '', durationMs: 0 },
  });

describe('AgentRun.traced', () => {
  it('puts what the work asks for below its span, and what comes after it not', async () => {
    const run = newRun();
    expect(await run.traced(planSpan('query_planner'), async () => run.context.traceparent)).toBe(child);
    expect(run.context.traceparent).toBe(parent);
  });

  it('leaves the next agent its context when work that was given up ends late', async () => {
    const run = newRun();
    let end: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (end = resolve));
    const work = () => run.traced(planSpan('query_planner'), () => late);
    const given: Promise<void>[] = [];
    const begin = async () => {
      given.push(work());
      await late;
    };
    await expect(run.inTime(1, begin)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const next = run.context;
    end();
    await Promise.all(given);
    expect(run.context).toBe(next);
    expect(next.traceparent).toBe(parent);
  });
});
