import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ErasureTarget, ErasureTraces } from '@docmind/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DocumentStore } from '../documents/document-store.port.js';
import { SessionStore } from '../sessions/session-store.port.js';
import { ErasureJournal, type ErasureLine } from './rules/erasure-journal.js';
import { ErasureStore } from './rules/erasure-store.port.js';

export interface ErasedRows {
  documents: number;
  sessions: number;
  messages: number;
}

const NOTHING: ErasedRows = { documents: 0, sessions: 0, messages: 0 };
const AT_ONCE = 100;

/** Deletes so that nothing is left, and writes down what, before: after a crash, or a backup that was put back, the next start does it again. */
@Injectable()
export class ErasureService implements OnModuleInit {
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly documents: DocumentStore,
    private readonly sessions: SessionStore,
    private readonly store: ErasureStore,
    private readonly journal: ErasureJournal,
  ) {}

  /** Before anybody is served. */
  async onModuleInit(): Promise<void> {
    const lines = this.journal.lines();
    await this.carryOutOpen(lines, lines.length);
  }

  async traces(tenant: string, target: ErasureTarget): Promise<ErasureTraces> {
    switch (target.kind) {
      case 'document':
        return {
          isKnown: (await this.store.isDocumentKnown(tenant, target.id)) || (await this.isOpen(tenant, target)),
          contentHashes: await this.store.contentHashes(tenant, target.id),
          uploadIds: await this.store.uploadIds(tenant, target.id),
          questions: await this.store.questionsAfterQuotes(tenant, target.id),
        };
      case 'session':
        return {
          isKnown: (await this.sessions.find(tenant, target.id)) !== undefined || (await this.isOpen(tenant, target)),
          contentHashes: [],
          uploadIds: [],
          questions: await this.store.questions(tenant, target.id),
        };
      case 'tenant':
        return {
          isKnown: true,
          contentHashes: await this.store.contentHashes(tenant, undefined),
          uploadIds: await this.store.uploadIds(tenant, undefined),
          questions: await this.store.questions(tenant, undefined),
        };
    }
  }

  /** It was asked for and failed: its rows may be gone, and not yet its bytes. */
  private async isOpen(tenant: string, target: ErasureTarget): Promise<boolean> {
    const open = this.journal.lines().slice(await this.store.erasuresDone());
    return open.some((line) => line.tenant === tenant && isDeepStrictEqual(line.target, target));
  }

  /** One after another, so that those that are done are the first of the journal. */
  erase(tenant: string, target: ErasureTarget): Promise<ErasedRows> {
    const erased = this.running.then(() => this.eraseNow(tenant, target));
    this.running = erased.catch(() => undefined);
    return erased;
  }

  private async eraseNow(tenant: string, target: ErasureTarget): Promise<ErasedRows> {
    this.journal.add({ at: new Date().toISOString(), tenant, target });
    const lines = this.journal.lines();
    return this.carryOutOpen(lines, lines.length - 1);
  }

  /**
   * Also what failed before: lines count as done up to the last one.
   * @param former how many may be done; a journal that is shorter than what was done is another one
   * @returns what the last one found
   */
  private async carryOutOpen(lines: readonly ErasureLine[], former: number): Promise<ErasedRows> {
    const done = await this.store.erasuresDone();
    const open = done > former ? lines : lines.slice(done);
    let erased = NOTHING;
    for (const line of open) erased = await this.carryOut(line);
    if (open.length === 0) return erased;
    await this.store.scrub();
    await this.store.noteErasuresDone(lines.length);
    return erased;
  }

  private async carryOut({ tenant, target, at }: ErasureLine): Promise<ErasedRows> {
    const documentId = target.kind === 'document' ? target.id : undefined;
    const contents = target.kind === 'document' ? await this.store.contentHashes(tenant, target.id) : undefined;
    const erased = await this.remove(tenant, target, at);
    if (target.kind === 'session') return erased;
    await this.store.deleteWaiting(tenant, contents);
    await this.store.forgetContents(tenant, documentId);
    return erased;
  }

  private async remove(tenant: string, target: ErasureTarget, at: string): Promise<ErasedRows> {
    const erased: ErasedRows = { ...NOTHING };
    switch (target.kind) {
      case 'document':
        await this.removeDocument(tenant, target.id, at, erased);
        break;
      case 'session':
        if (await this.store.isSessionFrom(tenant, target.id, at)) await this.removeSession(tenant, target.id, erased);
        break;
      case 'tenant':
        await this.removeAll(tenant, at, erased);
    }
    return erased;
  }

  private async removeDocument(tenant: string, id: string, at: string, erased: ErasedRows): Promise<void> {
    erased.messages += await this.store.redactQuotes(tenant, id);
    if (!(await this.store.isDocumentFrom(tenant, id, at))) return;
    const { deleted } = await this.documents.delete(tenant, id);
    if (deleted) erased.documents += 1;
  }

  private async removeSession(tenant: string, id: string, erased: ErasedRows): Promise<void> {
    erased.messages += await this.store.deleteMessages(tenant, id);
    if (await this.sessions.delete(tenant, id)) erased.sessions += 1;
  }

  private async removeAll(tenant: string, at: string, erased: ErasedRows): Promise<void> {
    for (;;) {
      const { documents, sessions } = await this.store.ofTenant(tenant, at, AT_ONCE);
      if (documents.length + sessions.length === 0) return;
      for (const id of sessions) await this.removeSession(tenant, id, erased);
      for (const id of documents) {
        if ((await this.documents.delete(tenant, id)).deleted) erased.documents += 1;
        await turn();
      }
    }
  }
}
