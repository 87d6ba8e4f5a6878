import { type ErasureReply, erasureReplySchema, type ErasureRequest, errorMessageSchema, type ExportQuery } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

const END = /^\{"kind":"end","lines":\d+\}\n$/;

/** The orchestrator's routes that take data out and erase it. */
export class DataClient {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey?: string,
  ) {}

  async erase(request: ErasureRequest): Promise<ErasureReply> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.reach('/erasures', { method: 'POST', body: JSON.stringify(request), headers });
    return erasureReplySchema.parse(await response.json());
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
    const headers = { ...(init.headers as object), ...(this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` }) };
    const response = await fetch(`${this.baseUrl}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw new AppError('UNAVAILABLE', `Nothing answers at ${this.baseUrl}. Start it with: npm run docmind -- up`, { cause });
    });
    if (response.ok) return response;
    const told = errorMessageSchema.safeParse(await response.json().catch(() => undefined));
    throw new AppError('UNAVAILABLE', told.success ? told.data.error.message : `${path} answered ${response.status}`);
  }
}
