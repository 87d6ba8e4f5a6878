import type { Page, Session, StoredMessage } from '@docmind/contracts';

export type NewMessage = Pick<StoredMessage, 'role' | 'content' | 'metadata'>;

/** What is said at once. */
export interface Turn {
  readonly messages: readonly NewMessage[];
  /** Of the request that the turn answers: a turn of the same request is not added again. */
  readonly requestId?: string | undefined;
}

export interface SessionPage extends Page {
  /** In the title or in what was said. */
  readonly containing?: string | undefined;
}

export interface MessagePage extends Page {
  /** Which end of the conversation the page is counted from; the oldest unless said. */
  readonly from?: 'oldest' | 'newest';
}

/** A page ends early where its rows are large. */
export interface Rows<Row> {
  readonly rows: Row[];
  /** The offset of the next page; undefined on the last one. */
  readonly next: number | undefined;
}

/** Sessions and their messages. Every method sees only the tenant it is given, whose ids are its own: another may have the same. */
export abstract class SessionStore {
  /** @returns undefined when the tenant has a session of this id. */
  abstract create(tenant: string, session: Session): Promise<Session | undefined>;
  abstract find(tenant: string, id: string): Promise<Session | undefined>;
  /** Most recently used first. */
  abstract list(tenant: string, page: SessionPage): Promise<Rows<Session>>;
  /** Merges into `data` (RFC 7396); when it was last used stays. @returns undefined where there is none */
  abstract change(tenant: string, id: string, data: Session['data']): Promise<Session | undefined>;
  /** With its messages. @returns false when there was none. */
  abstract delete(tenant: string, id: string): Promise<boolean>;
  /**
   * All messages or none, in their order; makes the session when there is none and moves its `updatedAt`. Nothing, where the turn's request
   * has added its messages before.
   * @returns the ids of the request's messages
   */
  abstract append(tenant: string, session: Session, turn: Turn): Promise<number[]>;
  /** In the order they were said, whichever end the page is counted from. */
  abstract messages(tenant: string, sessionId: string, page: MessagePage): Promise<Rows<StoredMessage>>;
  /** Sessions of any tenant that nobody has used since (ISO), with their messages. @returns how many */
  abstract removeUnusedSince(before: string): Promise<number>;
  /** Those of any tenant that were used longest ago, as long as there are more messages than so many. @returns how many */
  abstract removeBeyond(maxMessages: number): Promise<number>;
}
