/** What an erasure needs of the database beside deleting documents and sessions. Every method is done in small steps, others run in between. */
export abstract class ErasureStore {
  abstract isDocumentKnown(tenant: string, id: string): Promise<boolean>;
  /** Those that the document, or each of the tenant's, has and had, and that none of the tenant's others has. */
  abstract contentHashes(tenant: string, documentId: string | undefined): Promise<string[]>;
  /** Of the document, or of the tenant. */
  abstract uploadIds(tenant: string, documentId: string | undefined): Promise<string[]>;
  /** What was asked after an answer that quotes the document, in its chat, as asked and as understood: the answers may repeat it. */
  abstract questionsAfterQuotes(tenant: string, documentId: string): Promise<string[]>;
  /** What the users of the session, or of all of the tenant's, have asked. */
  abstract questions(tenant: string, sessionId: string | undefined): Promise<string[]>;
  /** Documents and sessions of the tenant from before `before` (ISO), at most `limit` of each. */
  abstract ofTenant(tenant: string, before: string, limit: number): Promise<{ readonly documents: string[]; readonly sessions: string[] }>;
  abstract isDocumentFrom(tenant: string, id: string, before: string): Promise<boolean>;
  abstract isSessionFrom(tenant: string, id: string, before: string): Promise<boolean>;
  /**
   * Answers that quote the document lose their text, and so do later ones of the same chat that name no source, as they may rest on those.
   * @returns how many
   */
  abstract redactQuotes(tenant: string, documentId: string): Promise<number>;
  abstract deleteMessages(tenant: string, sessionId: string): Promise<number>;
  /** Chunks and originals that wait for the rest of these contents; without contents all of the tenant's, and its uploads. */
  abstract deleteWaiting(tenant: string, contentHashes: readonly string[] | undefined): Promise<void>;
  /** What it once held is forgotten. */
  abstract forgetContents(tenant: string, documentId: string | undefined): Promise<void>;
  /** How many lines of the journal are carried out in this database. */
  abstract erasuresDone(): Promise<number>;
  abstract noteErasuresDone(lines: number): Promise<void>;
  /** Overwrites what was deleted, in the full-text index and in the log; gives free space back. */
  abstract scrub(): Promise<void>;
}
