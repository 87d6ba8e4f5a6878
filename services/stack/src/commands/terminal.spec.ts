import type { QueryReply } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { formatAnswer, milliseconds, table } from './terminal.js';

const reply: QueryReply = {
  id: 'query-1',
  question: 'How long?',
  answer: ' 35 days. ',
  sources: [
    { documentId: 'd1', documentName: 'rules.md', chunkId: 'c1', excerpt: `Kept\n for ${'very '.repeat(40)}long`, score: 1 },
    { documentId: 'd2', documentName: 'book.pdf', chunkId: 'c2', page: 3, excerpt: 'Short', score: 1 },
  ],
  model: 'm',
  engines: [{ backend: 'b', model: 'm' }],
  cache: { result: 'miss', why: 'nothing was kept' },
  nearest: [],
  validation: { grounded: true, mode: 'generated', answers: 'fully', sentences: [], problems: [] },
  degraded: [],
  agents: [],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  timings: { timeToFirstTokenMs: 1, totalMs: 2 },
};

describe('what a person reads', () => {
  it('is a table as wide as its cells, without blanks at the end of a line', () => {
    expect(
      table([
        ['what', 'where'],
        ['a', 'http://x'],
        ['longer', ''],
      ]),
    ).toBe('what    where\n------  --------\na       http://x\nlonger');
  });

  it('says that the model wrote nothing, and why, instead of a check that never ran', () => {
    const validation = { ...reply.validation, mode: 'extractive' as const };
    const degraded = [{ agent: 'result_synthesizer' as const, reason: 'The embedded engine is not installed' }];
    const lines = formatAnswer({ ...reply, validation, degraded }).split('\n');
    expect(lines).toContain('Answer: the passages themselves: the model wrote none');
    expect(lines).toContain('Failed: result_synthesizer, The embedded engine is not installed');
    expect(formatAnswer({ ...reply, validation })).toContain("the model's own answer did not hold");
  });

  it('is an answer with numbered sources in one line each, how it came about, and what the cache did', () => {
    const lines = formatAnswer(reply).split('\n');
    expect(lines[0]).toBe('35 days.');
    expect(lines[3]).toMatch(/^ {2}\[1\] rules\.md: Kept for very .*\.\.\.$/);
    expect(lines[3]?.length).toBeLessThan(140);
    expect(lines[4]).toBe('  [2] book.pdf, page 3: Short');
    expect(lines.slice(5)).toEqual([
      'Answer: written by the model; each sentence was found in the sources',
      'Cache:  miss, nothing was kept',
    ]);
  });

  it('leaves the sources out where there are none', () => {
    const chat = formatAnswer({ ...reply, sources: [], validation: { ...reply.validation, mode: 'chat' } });
    expect(chat).not.toContain('Sources');
    expect(chat).toContain('without documents');
  });

  it('rounds times as far as they mean something', () => {
    expect([milliseconds(0.54), milliseconds(9.96), milliseconds(12.6)]).toEqual(['0.5 ms', '10.0 ms', '13 ms']);
  });
});
