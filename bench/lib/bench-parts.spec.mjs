// The benchmarks' own arithmetic: a figure can be no truer than this.
import { describe, expect, it } from 'vitest';
import { paraphrase, storedAnswer, storedQuestion, strangeQuestion } from '../cache/questions.mjs';
import { gapsBetween, timeOutside } from '../coordination/intervals.mjs';
import { ratioOf } from '../gateway/rounds.mjs';
import { uniquePrompt } from '../gateway/sides.mjs';
import { treeRssBytes } from './process-tree.mjs';
import { makeDocuments } from './documents.mjs';

const at = (startedAt, endedAt, agent) => ({ startedAt, endedAt, agent });

describe('coordination', () => {
  it('counts the time of overlapping calls once', () => {
    expect(timeOutside(100, [])).toBe(100);
    expect(timeOutside(100, [at(50, 60), at(10, 30), at(20, 40)])).toBe(60);
    expect(timeOutside(100, [at(0, 50), at(10, 20)])).toBe(50);
  });

  it('takes a handoff from the last of parallel runs to the next agent', () => {
    const agents = [at(20, 30, 'search'), at(0, 10, 'router'), at(20, 45, 'search'), at(47, 60, 'writer')];
    expect(gapsBetween(agents)).toEqual([10, 2]);
    expect(gapsBetween([])).toEqual([]);
  });
});

describe('gateway', () => {
  it('compares the rounds pair by pair', () => {
    expect(ratioOf({ rates: [50, 10, 90] }, { rates: [100, 40, 100] })).toBe(0.5);
  });

  it('sends about 1 KB that was never sent before, as valid JSON', () => {
    const side = { path: '/v1/chat/completions', headers: {}, model: 'mock' };
    const [request, other] = [uniquePrompt(side, { stream: true }), uniquePrompt(side)];
    const bodies = [request(), request(), other()].map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toMatchObject({ model: 'mock', stream: true });
    const prompts = bodies.map(({ messages }) => messages[0].content);
    expect(prompts.map(({ length }) => length)).toEqual([1_024, 1_024, 1_024]);
    expect(new Set(prompts).size).toBe(3);
  });
});

describe('questions and documents', () => {
  it('repeat none of the 5,000 questions', () => {
    const all = Array.from({ length: 5_000 }, (_value, n) => [
      storedQuestion(n),
      paraphrase(n),
      strangeQuestion(n),
      storedAnswer(n),
    ]).flat();
    expect(new Set(all).size).toBe(20_000);
  });

  it('are the same in each run, of varied size, and share no sentence', () => {
    const [documents, again] = [makeDocuments(40), makeDocuments(40)];
    expect(documents).toEqual(again);
    const sizes = documents.map(({ text }) => text.length);
    expect([Math.min(...sizes) < 1_200, Math.max(...sizes) > 23_000]).toEqual([true, true]);
    const sentences = documents.flatMap(({ text }) => text.match(/The [^.]+\./g));
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe.runIf(process.platform === 'linux')('memory', () => {
  it('is that of a living process, and none of one that is gone', () => {
    expect(treeRssBytes(process.pid)).toBeGreaterThan(10 * 1024 * 1024);
    expect(treeRssBytes(2 ** 30)).toBe(0);
  });
});
