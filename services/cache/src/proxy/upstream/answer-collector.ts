import { EventReader } from '@docmind/openai-wire';
import { ChunkReader, readCompletion, type ReadAnswer } from './chat-answer.policy.js';
import type { UpstreamReply } from './chat-upstream.port.js';

/** Reads an answer from a reply's bytes while they pass. What is no answer, or too long, costs nothing further. */
export class AnswerCollector {
  private why: string | undefined;
  private bytes = 0;
  private readonly whole: Buffer[] = [];
  private events: EventReader | undefined;
  private readonly chunks = new ChunkReader();

  constructor(private readonly maxBytes: number) {}

  begin({ status, headers }: Pick<UpstreamReply, 'status' | 'headers'>): void {
    if (status !== 200) this.why = `the upstream answered with status ${status}`;
    if (headers['content-encoding'] !== undefined) this.why ??= 'the reply is compressed';
    if (String(headers['content-type'] ?? '').startsWith('text/event-stream')) this.events = new EventReader();
  }

  push(chunk: Buffer): void {
    if (this.why !== undefined) return;
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) {
      this.why = `the reply is longer than ${this.maxBytes} bytes`;
      this.whole.length = 0;
    } else if (!this.events) this.whole.push(chunk);
    else for (const { data } of this.events.push(chunk)) this.chunks.push(data);
  }

  answer(): ReadAnswer {
    if (this.why !== undefined) return { why: this.why };
    return this.events ? this.chunks.answer() : readCompletion(Buffer.concat(this.whole).toString('utf8'));
  }
}
