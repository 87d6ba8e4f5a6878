import type { ErasureTarget } from '@docmind/contracts';
import type { BaseCheckpointSaver } from '@langchain/langgraph';

/** A request that its caller gave an id, so that it can be asked again under the same. */
export interface RequestKey {
  readonly tenant: string;
  readonly requestId: string;
}

/** What a request was answered with. */
export interface CommittedAnswer extends RequestKey {
  readonly sessionId: string | undefined;
  /** Of all that was asked: the same id with another question is a mistake of the caller. */
  readonly fingerprint: string;
  /** JSON. */
  readonly outcome: unknown;
}

/**
 * Where the agents' state is kept after each of their steps until the request is answered, and then the answer. A request that comes again
 * goes on where it stopped, or gets its answer. Replicas share it where it is a database server.
 * Every method throws AppError UNAVAILABLE while the store can't be reached.
 */
export abstract class CheckpointStore {
  /** LangGraph's own, over the same store; usable after `ready`. */
  abstract readonly saver: BaseCheckpointSaver;
  /** Makes what is missing. Cheap when called again. */
  abstract ready(): Promise<void>;
  abstract committed(key: RequestKey): Promise<CommittedAnswer | undefined>;
  /**
   * Keeps the first answer of a request, whoever else brings one, and drops the state it was made from.
   * @returns the first answer
   */
  abstract commit(answer: CommittedAnswer, threadId: string): Promise<CommittedAnswer>;
  /** A session's answers go with it, and what was begun for it. */
  abstract forgetSession(tenant: string, sessionId: string): Promise<void>;
  /**
   * All of the tenant's unless the target is a session: an answer may rest on what an earlier one took from a document. Nothing is left in a file; a
   * database server overwrites in its own time.
   */
  abstract erase(tenant: string, target: ErasureTarget): Promise<void>;
}

/** Answers, and runs that were left, beyond these are forgotten, the oldest first. */
export const MOST_KEPT = 10_000;
export const COMMITS_BETWEEN_SWEEPS = 200;

/** Tenants never share a thread, nor do sessions, whatever they are called. The fingerprint is of all that the state depends on. */
export function threadIdOf({ tenant, requestId }: RequestKey, sessionId: string | undefined, fingerprint: string): string {
  return `${sessionPrefix(tenant, sessionId)}${encodeURIComponent(requestId)}:${fingerprint}`;
}

export function tenantPrefix(tenant: string): string {
  return `${encodeURIComponent(tenant)}:`;
}

export function sessionPrefix(tenant: string, sessionId = ''): string {
  return `${tenantPrefix(tenant)}${encodeURIComponent(sessionId)}:`;
}
