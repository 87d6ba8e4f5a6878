import type { BaseCheckpointSaver } from '@langchain/langgraph';

/** Where a session's graph state lives between turns. */
export abstract class CheckpointStore {
  abstract readonly saver: BaseCheckpointSaver;
  /** Keeps only a thread's latest state; bounds the number of threads. */
  abstract prune(threadId: string): void;
  abstract delete(threadId: string): void;
}

/** Tenants never share a thread, whatever their sessions are called. */
export function threadIdOf(tenant: string, sessionId: string): string {
  return `${tenant}:${sessionId}`;
}
