import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** The part of Fastify's reply that a stream needs. */
export interface StreamReply {
  readonly raw: ServerResponse;
  hijack(): void;
  getHeaders(): Record<string, number | string | string[] | undefined>;
}

/** Server-sent events into a hijacked reply; waits while the client reads slower than we write. */
export class SseWriter {
  private readonly raw: ServerResponse;

  constructor(reply: StreamReply, headers: Record<string, string>) {
    this.raw = reply.raw;
    // What hooks have set so far (the request id) would be lost with the hijacked reply.
    const kept = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
    reply.hijack();
    this.raw.writeHead(200, {
      ...kept,
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.raw.flushHeaders();
  }

  async send(data: unknown, event?: string): Promise<void> {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    await this.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`);
  }

  end(): void {
    if (!this.raw.destroyed) this.raw.end();
  }

  private async write(chunk: string): Promise<void> {
    if (this.raw.destroyed || this.raw.write(chunk)) return;
    await Promise.race([once(this.raw, 'drain'), once(this.raw, 'close')]);
  }
}
