import { errorMessageSchema } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, isJSONRPCRequest, type JSONRPCMessage, type JSONRPCRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

const initializedSchema = z.object({ result: z.object({ protocolVersion: z.string() }) });
const cancelSchema = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: z.union([z.string(), z.number()]) }),
});
const idSchema = z.object({ id: z.union([z.string(), z.number()]) });

/** Carries the messages of a client at one transport to the door of a running stack and back; what they mean is between those two. */
export class McpBridge {
  private readonly door: StreamableHTTPClientTransport;
  /** Requests on their way, by their id. */
  private readonly waiting = new Map<RequestId, AbortController>();

  constructor(
    private readonly client: Transport,
    private readonly baseUrl: string,
    apiKey?: string,
  ) {
    const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const fetch = (url: string | URL, init?: RequestInit) => this.reach(url, init);
    this.door = new StreamableHTTPClientTransport(new URL(`${baseUrl}/mcp`), { requestInit: { headers }, fetch });
  }

  async start(): Promise<void> {
    this.client.onmessage = (message) => void this.onAsked(message);
    this.door.onmessage = (message) => void this.onAnswered(message);
    await this.door.start();
    await this.client.start();
  }

  async close(): Promise<void> {
    await this.door.close();
    await this.client.close();
  }

  /** The door keeps no sessions: what is cancelled is left there. */
  private async onAsked(message: JSONRPCMessage): Promise<void> {
    const cancelled = cancelSchema.safeParse(message);
    if (cancelled.success) return this.leave(cancelled.data.params.requestId);
    try {
      await this.door.send(message);
    } catch (thrown) {
      // What was cancelled waits no more, and is not answered.
      if (isJSONRPCRequest(message) && this.waiting.delete(message.id)) await this.client.send(failureOf(message, thrown));
    }
  }

  private leave(id: RequestId): void {
    const left = this.waiting.get(id);
    this.waiting.delete(id);
    left?.abort();
  }

  private async onAnswered(message: JSONRPCMessage): Promise<void> {
    const initialized = initializedSchema.safeParse(message);
    if (initialized.success) this.door.setProtocolVersion(initialized.data.result.protocolVersion);
    if (!('method' in message) && message.id !== undefined) this.waiting.delete(message.id);
    await this.client.send(message);
  }

  private async reach(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const id = idOf(init.body);
    const left = new AbortController();
    if (id !== undefined) this.waiting.set(id, left);
    const signals = [left.signal, ...(init.signal ? [init.signal] : [])];
    const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) }).catch((cause: unknown) => {
      if (left.signal.aborted) throw cause;
      throw new AppError('UNAVAILABLE', `Nothing answers at ${this.baseUrl}. Start it with: npm run docmind -- up`, { cause });
    });
    if (response.ok || init.method !== 'POST') return response;
    throw await refusalOf(response);
  }
}

/** In the words of the door. */
async function refusalOf(response: Response): Promise<AppError> {
  const told = errorMessageSchema.safeParse(await response.json().catch(() => undefined));
  return new AppError('UNAVAILABLE', told.success ? told.data.error.message : `${response.url} answered ${response.status}`);
}

function idOf(body: RequestInit['body']): RequestId | undefined {
  return typeof body === 'string' ? idSchema.safeParse(JSON.parse(body)).data?.id : undefined;
}

function failureOf({ id }: JSONRPCRequest, thrown: unknown): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: ErrorCode.InternalError, message: toAppError(thrown).message } };
}
