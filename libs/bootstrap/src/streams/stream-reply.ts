import { once } from 'node:events';
import { AppError } from '@docmind/errors';
import type { FastifyReply } from 'fastify';
import { DRAINING } from '../door/connections.js';

export interface StreamOptions {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Events or lines straight to the socket: nothing is buffered, and a slow reader holds the writer back. */
export class StreamReply {
  private constructor(private readonly reply: FastifyReply) {}

  /** From here on the status is 200; what goes wrong later is an event. What hooks have set so far, such as the request id, is sent too. */
  static open(reply: FastifyReply, { contentType = 'text/event-stream; charset=utf-8', headers = {} }: StreamOptions = {}): StreamReply {
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      ...headers,
      'content-type': contentType,
      'cache-control': 'no-cache, no-transform',
      // For proxies such as nginx, which would collect the events.
      'x-accel-buffering': 'no',
    });
    return new StreamReply(reply);
  }

  /** For a stream without an end of its own: the door would wait for it. @returns what stops waiting */
  onDraining(end: () => void): () => void {
    const { server } = this.reply.server;
    server.once(DRAINING, end);
    return () => server.off(DRAINING, end);
  }

  /** At once where the socket takes it. @throws AppError CANCELLED when the client has gone */
  write(events: string | Buffer): void | Promise<void> {
    const { raw } = this.reply;
    if (raw.destroyed) throw new AppError('CANCELLED', 'The client closed the stream');
    if (!raw.write(events)) return this.drained();
  }

  end(last = ''): void {
    if (!this.reply.raw.destroyed) this.reply.raw.end(last);
  }

  private async drained(): Promise<void> {
    const { raw } = this.reply;
    const left = new AbortController();
    const leave = () => left.abort();
    raw.once('close', leave);
    try {
      await once(raw, 'drain', { signal: left.signal });
    } catch {
      throw new AppError('CANCELLED', 'The client closed the stream');
    } finally {
      raw.off('close', leave);
    }
  }
}
