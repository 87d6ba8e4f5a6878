import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type DocumentDeleted,
  documentChangedSchema,
  type DocumentChange,
  documentDeletedSchema,
  type DocumentList,
  documentListSchema,
  type DocumentView,
  documentViewSchema,
  errorCodeSchema,
  errorMessageSchema,
  type IndexedUpload,
  type QueryReply,
  type QueryRequest,
  queryReplySchema,
  type StoredDocument,
  type UploadList,
  uploadListSchema,
  uploadReplySchema,
  type WatchedFolderReport,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { z } from 'zod';

const ASK_AGAIN_MS = 1_000;
const codeSchema = z.object({ error: z.object({ code: errorCodeSchema }) });

export interface UploadOptions {
  /** What the document is to be known by; without it the file's name. */
  readonly path?: string;
  readonly tags?: readonly string[];
  /** For one that is worked on in the background. */
  readonly onProgress?: (document: DocumentView) => void;
}

export interface UploadResult {
  /** `indexed`: in the background, so that nobody was told what was there before. */
  readonly outcome: IndexedUpload['outcome'] | 'indexed';
  readonly document: DocumentView;
  readonly cachedSteps: readonly string[];
}

export interface DocumentSelection {
  readonly tag?: string;
  readonly under?: string;
}

/** The orchestrator's door, for the commands. */
export class DocmindClient {
  constructor(
    readonly baseUrl: string,
    private readonly apiKey?: string,
  ) {}

  /** @throws AppError with the server's own words, or UNAVAILABLE naming the command that starts it */
  async query(request: QueryRequest): Promise<QueryReply> {
    return queryReplySchema.parse(await this.send('/query', { method: 'POST', ...json(request) }));
  }

  /** Ends when the document is indexed, however long that takes. @throws AppError NOT_FOUND for a path that isn't a file, else as `query` */
  async upload(file: string, { path, tags, onProgress }: UploadOptions = {}): Promise<UploadResult> {
    const form = new FormData();
    if (path !== undefined) form.append('path', path);
    if (tags !== undefined) form.append('tags', tags.join(','));
    form.append('file', await blobOf(file), basename(file));
    const reply = uploadReplySchema.parse(await this.send('/documents', { method: 'POST', body: form }));
    if (reply.outcome !== 'accepted') return { ...reply, document: { ...reply.document, state: 'indexed' } };
    return { outcome: 'indexed', document: await this.settled(reply.document, onProgress), cachedSteps: [] };
  }

  /** By path. */
  async *documents(selection: DocumentSelection = {}): AsyncGenerator<StoredDocument> {
    const limit = 1_000;
    for (let offset = 0; ; offset += limit) {
      const { documents } = await this.page({ ...selection, limit, offset });
      yield* documents;
      if (documents.length < limit) return;
    }
  }

  async document(id: string): Promise<DocumentView> {
    return documentViewSchema.parse(await this.send(`/documents/${encodeURIComponent(id)}`));
  }

  async change(id: string, change: DocumentChange): Promise<StoredDocument> {
    const reply = await this.send(`/documents/${encodeURIComponent(id)}`, { method: 'PATCH', ...json(change) });
    return documentChangedSchema.parse(reply).document;
  }

  async delete(id: string): Promise<DocumentDeleted> {
    return documentDeletedSchema.parse(await this.send(`/documents/${encodeURIComponent(id)}`, { method: 'DELETE' }));
  }

  /** Worked on in the background, or failed there. */
  async uploads(): Promise<UploadList> {
    return uploadListSchema.parse(await this.send('/uploads?limit=1000'));
  }

  /** How a watched folder is. */
  async tellOfFolder(id: string, report: WatchedFolderReport): Promise<void> {
    await this.send(`/watched-folders/${encodeURIComponent(id)}`, { method: 'PUT', ...json(report) });
  }

  private async page({ tag, under, limit, offset }: DocumentSelection & { limit: number; offset: number }): Promise<DocumentList> {
    const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
    if (tag !== undefined) query.set('tag', tag);
    if (under !== undefined) query.set('under', under);
    return documentListSchema.parse(await this.send(`/documents?${query}`));
  }

  private async settled(accepted: DocumentView, onProgress: UploadOptions['onProgress']): Promise<DocumentView> {
    let document = accepted;
    while (document.state === 'working') {
      onProgress?.(document);
      await delay(ASK_AGAIN_MS);
      document = await this.document(document.id);
    }
    const problem = document.state === 'failed' ? document.ingestion?.problem : undefined;
    if (problem) throw new AppError(problem.code, problem.message, { retryable: false });
    return document;
  }

  private async send(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.reach(path, init);
    const content: unknown = await response.json().catch(() => undefined);
    if (response.ok) return content;
    const told = errorMessageSchema.safeParse(content);
    const code = codeSchema.safeParse(content).data?.error.code ?? 'UNAVAILABLE';
    throw new AppError(code, told.success ? told.data.error.message : `${this.baseUrl}${path} answered ${response.status}`);
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as object), ...(this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` }) };
    try {
      return await fetch(`${this.baseUrl}${path}`, { ...init, headers });
    } catch (cause) {
      throw new AppError('UNAVAILABLE', `Nothing answers at ${this.baseUrl}. Start it with: npm run docmind -- up`, { cause });
    }
  }
}

async function blobOf(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch (cause) {
    throw new AppError('NOT_FOUND', `${file} is not a file that can be read`, { cause });
  }
}

function json(body: object): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
