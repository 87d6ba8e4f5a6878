import type { QueryTrace } from '@docmind/contracts';

/** The traces of the latest questions. Tenants never see each other's. */
export abstract class TraceStore {
  abstract add(tenant: string, trace: QueryTrace): void;
  abstract find(tenant: string, id: string): QueryTrace | undefined;
  /** All of a session's. */
  abstract deleteSession(tenant: string, sessionId: string): void;
}
