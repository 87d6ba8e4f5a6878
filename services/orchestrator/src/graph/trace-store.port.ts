import type { ErasureTarget, QueryTrace } from '@docmind/contracts';

/** The traces of the latest questions. Tenants never see each other's. */
export abstract class TraceStore {
  abstract add(tenant: string, trace: QueryTrace): void;
  abstract find(tenant: string, id: string): QueryTrace | undefined;
  /** All of a session's. */
  abstract deleteSession(tenant: string, sessionId: string): void;
  /**
   * So that nothing is left in the file. All of the tenant's unless the target is a session: what agents read and said isn't told apart by
   * document.
   */
  abstract erase(tenant: string, target: ErasureTarget): Promise<void>;
}
