import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  errorMessageSchema,
  type QueryReply,
  type QueryRequest,
  queryReplySchema,
  type UploadReply,
  uploadReplySchema,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/** The orchestrator's door, for the commands. */
export class DocmindClient {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey?: string,
  ) {}

  /** @throws AppError with the server's own words, or UNAVAILABLE naming the command that starts it */
  async query(request: QueryRequest): Promise<QueryReply> {
    const body = JSON.stringify(request);
    return queryReplySchema.parse(await this.send('/query', { method: 'POST', body, headers: { 'content-type': 'application/json' } }));
  }

  /** @throws AppError NOT_FOUND for a path that isn't a file, else as `query` */
  async upload(path: string): Promise<UploadReply> {
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile()) throw new AppError('NOT_FOUND', `${path} is not a file`);
    const form = new FormData();
    form.append('file', await openAsBlob(path), basename(path));
    return uploadReplySchema.parse(await this.send('/documents', { method: 'POST', body: form }));
  }

  private async send(path: string, init: RequestInit): Promise<unknown> {
    const response = await this.reach(path, init);
    const content: unknown = await response.json().catch(() => undefined);
    if (response.ok) return content;
    const told = errorMessageSchema.safeParse(content);
    throw new AppError('UNAVAILABLE', told.success ? told.data.error.message : `${this.baseUrl}${path} answered ${response.status}`);
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
