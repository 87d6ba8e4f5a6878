import {
  type ExportLine,
  type ExportQuery,
  type MessageList,
  type Page,
  persistenceChatList,
  persistenceDocumentGet,
  persistenceDocumentList,
  persistenceDocumentRead,
  persistenceSessionGet,
  persistenceSessionList,
  type Session,
  type SessionList,
  type StoredDocument,
  storedDocumentSchema,
} from '@docmind/contracts';
import { MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

const PAGE = 100;

/** What a tenant has, a line of JSON each; never more than a page of it in memory. */
@Injectable()
export class ExportService {
  constructor(private readonly client: MessageClient) {}

  /** Begun when it resolves. @throws AppError NOT_FOUND */
  async open(query: ExportQuery, { tenant }: RequestContext): Promise<AsyncIterable<string>> {
    const lines = this.lines(query, tenant);
    return written(await lines.next(), lines);
  }
  private async *lines({ document, session }: ExportQuery, tenant: string): AsyncGenerator<ExportLine> {
    const isAll = document === undefined && session === undefined;
    yield* this.linesOfDocuments(isAll ? this.documents(tenant) : this.document(document, tenant), tenant);
    yield* this.linesOfSessions(isAll ? this.sessions(tenant) : this.session(session, tenant), tenant);
  }

  private async *linesOfDocuments(documents: AsyncIterable<StoredDocument>, tenant: string): AsyncGenerator<ExportLine> {
    for await (const document of documents) {
      yield { kind: 'document', document };
      for await (const passage of this.passages(document.id, tenant)) yield { kind: 'passage', passage };
    }
  }

  private async *linesOfSessions(sessions: AsyncIterable<Session>, tenant: string): AsyncGenerator<ExportLine> {
    for await (const session of sessions) {
      yield { kind: 'session', session };
      for await (const message of this.messages(session.id, tenant)) yield { kind: 'message', message };
    }
  }

  private async *document(id: string | undefined, tenant: string): AsyncGenerator<StoredDocument> {
    if (id === undefined) return;
    const view = await this.client.call(persistenceDocumentGet, { id }, contextOf(tenant));
    // One that is still read in for the first time has nothing to show yet.
    const stored = storedDocumentSchema.safeParse(view);
    if (stored.success) yield stored.data;
  }

  private async *session(id: string | undefined, tenant: string): AsyncGenerator<Session> {
    if (id !== undefined) yield await this.client.call(persistenceSessionGet, { id }, contextOf(tenant));
  }

  private async *documents(tenant: string): AsyncGenerator<StoredDocument> {
    for (let offset = 0; ; offset += PAGE) {
      const { documents } = await this.client.call(persistenceDocumentList, { limit: PAGE, offset }, contextOf(tenant));
      yield* documents;
      if (documents.length < PAGE) return;
    }
  }

  private async *passages(id: string, tenant: string) {
    for (let offset = 0; ; offset += PAGE) {
      const { passages } = await this.client.call(persistenceDocumentRead, { id, limit: PAGE, offset }, contextOf(tenant));
      yield* passages;
      if (passages.length < PAGE) return;
    }
  }

  private async *sessions(tenant: string): AsyncGenerator<Session> {
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: Page = { limit: PAGE, offset };
      const { sessions, next }: SessionList = await this.client.call(persistenceSessionList, page, contextOf(tenant));
      yield* sessions;
      offset = next;
    }
  }

  private async *messages(sessionId: string, tenant: string) {
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: Page & { sessionId: string } = { sessionId, limit: PAGE, offset };
      const { messages, next }: MessageList = await this.client.call(persistenceChatList, page, contextOf(tenant));
      yield* messages;
      offset = next;
    }
  }
}

async function* written(first: IteratorResult<ExportLine>, rest: AsyncIterable<ExportLine>): AsyncGenerator<string> {
  let lines = 0;
  if (first.done !== true) {
    yield `${JSON.stringify(first.value)}\n`;
    lines += 1;
    for await (const line of rest) {
      yield `${JSON.stringify(line)}\n`;
      lines += 1;
    }
  }
  yield `${JSON.stringify({ kind: 'end', lines } satisfies ExportLine)}\n`;
}

/** Each page has a deadline of its own: all of it may take longer than a request does. */
function contextOf(tenant: string): RequestContext {
  return newRequestContext({ tenant });
}
