import { AppError } from '@docmind/errors';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';
import { ChatUpstream, type PassedCall, type UpstreamReply } from '../upstream/chat-upstream.port.js';

export interface UpstreamOptions {
  /** With the version, such as https://api.openai.com/v1. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly connections: number;
  /** The longest silence: until the reply starts, and between two pieces of it. */
  readonly timeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** An OpenAI-compatible server over kept connections. Redirects are not followed: they would lead where nobody configured. */
export class UndiciUpstream extends ChatUpstream implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly base: string;
  private readonly search: string;
  private readonly headers: Record<string, string>;

  constructor(private readonly options: UpstreamOptions) {
    super();
    const url = new URL(options.baseUrl);
    this.base = url.pathname.replace(/(?<!\/)\/+$/, '');
    this.search = url.search;
    this.pool = new Pool(url.origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connectTimeout: Math.min(CONNECT_TIMEOUT_MS, options.timeoutMs),
    });
    // Not compressed, because the bytes are read on their way to the caller.
    const base = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'accept-encoding': 'identity' };
    this.headers = { ...base, ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}) };
  }

  send(body: string, signal: AbortSignal): Promise<UpstreamReply> {
    return this.pass({ method: 'POST', path: '/chat/completions', body }, signal);
  }

  async pass({ method, path, body }: PassedCall, signal: AbortSignal): Promise<UpstreamReply> {
    try {
      const reply = await this.pool.request({
        method,
        path: this.base + path + this.search,
        headers: this.headers,
        body: body ?? null,
        signal,
      });
      return { status: reply.statusCode, headers: reply.headers, body: this.bytesOf(reply.body, signal) };
    } catch (thrown) {
      throw this.failure(thrown, signal);
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async *bytesOf(body: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
    try {
      yield* body;
    } catch (thrown) {
      throw this.failure(thrown, signal);
    }
  }

  private failure(thrown: unknown, signal: AbortSignal): AppError {
    if (signal.aborted) return new AppError('CANCELLED', 'Nobody waits for the answer any more', { cause: thrown });
    const code = (thrown as { code?: string }).code ?? '';
    if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
      return new AppError('DEADLINE_EXCEEDED', `The upstream said nothing for ${this.options.timeoutMs} ms`, { cause: thrown });
    return new AppError('UNAVAILABLE', `The upstream cannot be reached or broke off (${code || 'connection closed'})`, { cause: thrown });
  }
}
