import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteCheckpointStore } from './sqlite-checkpoint.store.js';

function open(path: string, moved: string[] = [], maxThreads?: number): SqliteCheckpointStore {
  const store = new SqliteCheckpointStore(path, (movedTo, reason) => void moved.push(`${movedTo}: ${reason}`), maxThreads);
  onTestFinished(() => store.onApplicationShutdown());
  return store;
}

/** Runs a graph of one step on the store, once a turn. */
async function turn(store: SqliteCheckpointStore, threadId: string, text: string): Promise<void> {
  const graph = new StateGraph(Annotation.Root({ text: Annotation<string> }))
    .addNode('say', ({ text: said }) => ({ text: said }))
    .addEdge(START, 'say')
    .addEdge('say', END)
    .compile({ checkpointer: store.saver });
  await graph.invoke({ text }, { configurable: { thread_id: threadId } });
}

async function statesOf(store: SqliteCheckpointStore, threadId: string): Promise<unknown[]> {
  const states: unknown[] = [];
  for await (const { checkpoint } of store.saver.list({ configurable: { thread_id: threadId } }))
    states.push(checkpoint.channel_values['text']);
  return states;
}

describe('SqliteCheckpointStore', () => {
  it('keeps the latest state of a thread, over a restart too', async () => {
    const path = join(temporaryFolder(), 'checkpoints.db');
    const first = open(path);
    await turn(first, 'acme:s1', 'one');
    await turn(first, 'acme:s1', 'two');
    first.prune('acme:s1');
    expect(await statesOf(first, 'acme:s1')).toEqual(['two']);
    first.onApplicationShutdown();
    expect(await statesOf(open(path), 'acme:s1')).toEqual(['two']);
  });

  it('drops the threads that were used longest ago', async () => {
    const store = open(':memory:', [], 2);
    for (const thread of ['a', 'b', 'c']) await turn(store, thread, thread);
    store.sweep();
    expect(await statesOf(store, 'a')).toEqual([]);
    expect(await statesOf(store, 'c')).toContain('c');
  });

  it('starts anew over a file that is no database, keeps it and says where', async () => {
    const path = join(temporaryFolder(), 'checkpoints.db');
    writeFileSync(path, 'rubbish'.repeat(1_000));
    const moved: string[] = [];
    const store = open(path, moved);
    await turn(store, 'a', 'one');
    expect(await statesOf(store, 'a')).toContain('one');
    expect(moved).toEqual([`${path}.damaged-1: damaged`]);
  });
});
