import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryTrace } from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteTraceStore } from './sqlite-trace.store.js';

const OPTIONS = { supervisor: true, parallelToolCalls: true, maxParallelCalls: 3, handoffBackMessages: true, forwardMessageTool: true };

function traceOf(id: string, more: Partial<QueryTrace> = {}): QueryTrace {
  return {
    id,
    at: '2026-01-01T00:00:00.000Z',
    question: 'Why?',
    totalMs: 5,
    routing: { route: 'documents', complexity: 'simple', why: 'asks for one fact', decidedBy: 'policy' },
    cache: { result: 'miss', why: 'nothing alike' },
    validation: { mode: 'refused', grounded: false, answers: 'no', problems: [] },
    options: { ...OPTIONS, outputMode: 'structured', coordinationTimeoutMs: 500 },
    messages: [],
    handoffs: [],
    toolCalls: [],
    agents: [],
    tokens: [],
    coordinationMs: 1,
    leftOut: 0,
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    ...more,
  };
}

function open(path = join(temporaryFolder(), 'traces.db'), kept = 10, moved: string[] = []): SqliteTraceStore {
  const store = new SqliteTraceStore(path, (to) => moved.push(to), kept);
  onTestFinished(() => store.onApplicationShutdown());
  return store;
}

describe('SqliteTraceStore', () => {
  it('keeps tenants and sessions apart, over a restart', () => {
    const path = join(temporaryFolder(), 'traces.db');
    const first = open(path);
    first.add('acme', traceOf('query-1', { sessionId: 's' }));
    first.add('acme', traceOf('query-2'));
    first.add('other', traceOf('query-3', { sessionId: 's' }));
    first.onApplicationShutdown();
    const store = open(path);
    expect(store.find('acme', 'query-1')).toEqual(traceOf('query-1', { sessionId: 's' }));
    expect(store.find('other', 'query-1')).toBeUndefined();
    store.deleteSession('acme', 's');
    expect([store.find('acme', 'query-1'), store.find('acme', 'query-2')?.id, store.find('other', 'query-3')?.id]).toEqual([
      undefined,
      'query-2',
      'query-3',
    ]);
  });

  it('lets the oldest go, and keeps none where none is to be kept', () => {
    const store = open(undefined, 10);
    for (let number = 1; number <= 301; number += 1) store.add('acme', traceOf(`query-${number}`));
    expect([store.find('acme', 'query-291')?.id, store.find('acme', 'query-292')?.id]).toEqual([undefined, 'query-292']);
    const none = open(undefined, 0);
    none.add('acme', traceOf('query-1'));
    expect(none.find('acme', 'query-1')).toBeUndefined();
  });

  it('begins anew where the file is no database', () => {
    const path = join(temporaryFolder(), 'traces.db');
    writeFileSync(path, 'not a database, and longer than the header of one would be: '.repeat(20));
    const moved: string[] = [];
    const store = open(path, 10, moved);
    store.add('acme', traceOf('query-1'));
    expect([moved.length, store.find('acme', 'query-1')?.id]).toEqual([1, 'query-1']);
  });
});
