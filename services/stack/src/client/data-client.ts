import { type ErasureReply, erasureReplySchema, type ErasureRequest, errorMessageSchema, type ExportQuery } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { NoReplyYet, postPatiently } from './patient-post.js';

const END = /^\{"kind":"end","lines":\d+\}\n$/;

/** The stack gives up before: ten minutes for the messages, and five for questions that were being answered. */
const ERASURE_LIMIT_MS = 1_200_000;
const STILL_AT_IT = 'The stack has not answered and may still be erasing: ask again, which does what is left and says so';

/** The orchestrator's routes that take data out and erase it. */
export class DataClient {
  /** @param patienceMs how long an erasure may be silent */
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey?: string,
    private readonly patienceMs = ERASURE_LIMIT_MS,
  ) {}

  async erase(request: ErasureRequest): Promise<ErasureReply> {
    const path = '/erasures';
    const { status, body } = await postPatiently(this.baseUrl + path, this.ownHeaders, JSON.stringify(request), this.patienceMs).catch(
      (cause: unknown) => {
        if (cause instanceof NoReplyYet) throw new AppError('DEADLINE_EXCEEDED', STILL_AT_IT, { cause });
        throw this.nobody(cause);
      },
    );
    if (status === 200) return erasureReplySchema.parse(body);
    throw refused(path, status, body);
  }

  /** @throws AppError UNAVAILABLE when the last line does not come */
  async *export(query: ExportQuery): AsyncGenerator<string> {
    const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][]);
    const response = await this.reach(`/export?${asked}`, {});
    const decoder = new TextDecoder();
    let line = '';
    let isWhole = false;
    for await (const bytes of response.body ?? []) {
      const lines = (line + decoder.decode(bytes as Uint8Array, { stream: true })).split(/(?<=\n)/);
      line = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '') : '';
      isWhole = END.test(lines.at(-1) ?? '');
      yield lines.join('');
    }
    if (!isWhole) throw new AppError('UNAVAILABLE', 'The export was cut off before its end: ask again', { retryable: true });
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as object), ...this.ownHeaders };
    const response = await fetch(`${this.baseUrl}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw this.nobody(cause);
    });
    if (response.ok) return response;
    throw refused(path, response.status, await response.json().catch(() => undefined));
  }

  private get ownHeaders(): Record<string, string> {
    return this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` };
  }

  private nobody(cause: unknown): AppError {
    return new AppError('UNAVAILABLE', `Nothing answers at ${this.baseUrl}. Start it with: npm run docmind -- up`, { cause });
  }
}

function refused(path: string, status: number, body: unknown): AppError {
  const told = errorMessageSchema.safeParse(body);
  return new AppError('UNAVAILABLE', told.success ? told.data.error.message : `${path} answered ${status}`);
}
