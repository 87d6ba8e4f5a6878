import { AppError } from '@docmind/errors';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { expect, it } from 'vitest';
import { type CheckpointStore, type CommittedAnswer, threadIdOf } from '../checkpoint-store.port.js';

export interface OpenStores {
  /** Another one on the same data, as another replica or the next start has it. */
  readonly open: (mostKept?: number) => CheckpointStore & { sweep(): Promise<void> };
}

const answer = (given: Partial<CommittedAnswer> = {}): CommittedAnswer => ({
  ...{ tenant: 'acme', requestId: 'r1', sessionId: 's1', fingerprint: 'f1', outcome: { reply: { answer: '35 days' } } },
  ...given,
});
const THREAD = threadIdOf({ tenant: 'acme', requestId: 'r1' }, 's1', 'f1');

/** A graph of two steps whose second fails while it is told to. */
function twoSteps(store: CheckpointStore, failing: { now: boolean }, ran: string[]) {
  return new StateGraph(Annotation.Root({ text: Annotation<string> }))
    .addNode('first', ({ text }) => {
      ran.push('first');
      return { text: `${text} first` };
    })
    .addNode('second', ({ text }) => {
      ran.push('second');
      if (failing.now) throw new AppError('UNAVAILABLE', 'the second step is down');
      return { text: `${text} second` };
    })
    .addEdge(START, 'first')
    .addEdge('first', 'second')
    .addEdge('second', END)
    .compile({ checkpointer: store.saver });
}

async function leave(store: CheckpointStore, threadId: string): Promise<void> {
  await store.ready();
  const graph = twoSteps(store, { now: true }, []);
  await graph.invoke({ text: 'asked' }, { configurable: { thread_id: threadId } }).catch(() => undefined);
}

async function isKept(store: CheckpointStore, threadId: string): Promise<boolean> {
  return (await store.saver.getTuple({ configurable: { thread_id: threadId } })) !== undefined;
}

/** Each test's stores are on data of its own. */
export function describeCheckpointStore(stores: () => Promise<OpenStores>): void {
  it('lets a run go on elsewhere with the step that failed, not with those before it', async () => {
    const { open } = await stores();
    const [left, next] = [open(), open()];
    await leave(left, THREAD);
    await next.ready();
    const ran: string[] = [];
    const state = await twoSteps(next, { now: false }, ran).invoke(null, { configurable: { thread_id: THREAD } });
    expect(state).toEqual({ text: 'asked first second' });
    expect(ran).toEqual(['second']);
  });

  it('keeps the first answer of a request, whichever replica brings another, and drops the run', async () => {
    const { open } = await stores();
    const [one, other] = [open(), open()];
    await leave(one, THREAD);
    const different = answer({ outcome: { reply: { answer: 'a year' } } });
    const committed = await Promise.all([one.commit(answer(), THREAD), other.commit(different, THREAD)]);
    expect(committed[0]).toEqual(committed[1]);
    expect(await other.committed(answer())).toEqual(committed[0]);
    expect(await isKept(other, THREAD)).toBe(false);
    expect(await one.commit(answer({ fingerprint: 'f2' }), THREAD)).toEqual(committed[0]);
  });

  it('keeps tenants apart', async () => {
    const store = (await stores()).open();
    await store.commit(answer(), THREAD);
    expect(await store.committed({ tenant: 'other', requestId: 'r1' })).toBeUndefined();
    expect(threadIdOf({ tenant: 'a:b', requestId: 'c' }, undefined, 'f')).not.toBe(threadIdOf({ tenant: 'a', requestId: 'c' }, 'b', 'f'));
  });

  it('forgets a session with its answers and what was begun for it, and no other', async () => {
    const store = (await stores()).open();
    const [begun, beside] = ['s1', 's11'].map((session) => threadIdOf({ tenant: 'acme', requestId: 'r9' }, session, 'f')) as [
      string,
      string,
    ];
    for (const thread of [begun, beside]) await leave(store, thread);
    await store.commit(answer(), 'none');
    await store.commit(answer({ requestId: 'r2', sessionId: undefined }), 'none');
    await store.forgetSession('acme', 's1');
    expect(await store.committed(answer())).toBeUndefined();
    expect(await store.committed(answer({ requestId: 'r2' }))).toEqual(answer({ requestId: 'r2', sessionId: undefined }));
    expect([await isKept(store, begun), await isKept(store, beside)]).toEqual([false, true]);
  });

  it('forgets the oldest beyond its bound', async () => {
    const store = (await stores()).open(2);
    for (const name of ['a', 'b', 'c']) {
      await leave(store, name);
      await store.commit(answer({ requestId: name }), 'none');
    }
    await store.sweep();
    expect(await store.committed(answer({ requestId: 'a' }))).toBeUndefined();
    expect(await store.committed(answer({ requestId: 'c' }))).toBeDefined();
    expect([await isKept(store, 'a'), await isKept(store, 'c')]).toEqual([false, true]);
  });
}
