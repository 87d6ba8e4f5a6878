import { AppError } from '@docmind/errors';
import { AnswerCollector } from '../upstream/answer-collector.js';
import type { ReadAnswer } from '../upstream/chat-answer.policy.js';
import type { ChatUpstream, UpstreamReply } from '../upstream/chat-upstream.port.js';
import { ByteLog } from './byte-log.js';

export type UpstreamHead = Pick<UpstreamReply, 'status' | 'headers'>;

/** One caller's part in a shared call. */
export interface Subscription {
  /** Rejects with what kept the upstream from replying. */
  readonly head: Promise<UpstreamHead>;
  /** The reply's bytes from the first one on, as they come. */
  readonly bytes: AsyncGenerator<Buffer>;
}

/**
 * One call to the upstream, for however many callers wait for the same. It goes on while one of them is there; when the last one leaves
 * before the end, the call is aborted and nothing of it is kept.
 */
export class SharedCall {
  /** True from the last byte on. What is kept of it may still be on its way to the store: that is what `settled` is for. */
  isOver = false;
  readonly settled: Promise<void>;
  private readonly log: ByteLog;
  private readonly aborter = new AbortController();
  private readonly head: Promise<UpstreamHead>;
  private subscribers = 0;

  /** @param keep gets what was read of the reply, once and only when it came whole */
  constructor(
    upstream: ChatUpstream,
    body: string,
    maxBytes: number,
    private readonly keep: (answer: ReadAnswer) => Promise<void>,
  ) {
    this.log = new ByteLog(maxBytes);
    const reply = upstream.send(body, this.aborter.signal);
    this.head = reply.then(({ status, headers }) => ({ status, headers }));
    // Subscribers hear of it; there may be none.
    this.head.catch(() => undefined);
    this.settled = this.read(reply, new AnswerCollector(maxBytes));
  }

  /** False when nobody else can subscribe any more. */
  get isOpen(): boolean {
    return !this.isOver && !this.aborter.signal.aborted && this.log.isWhole;
  }

  subscribe(signal: AbortSignal): Subscription {
    const bytes = this.log.read(signal);
    this.subscribers += 1;
    if (signal.aborted) this.leave();
    else signal.addEventListener('abort', () => this.leave(), { once: true });
    return { head: this.head, bytes };
  }

  private leave(): void {
    this.subscribers -= 1;
    if (this.subscribers === 0 && !this.isOver) this.aborter.abort(new AppError('CANCELLED', 'Nobody waits for the answer any more'));
  }

  private async read(replying: Promise<UpstreamReply>, collector: AnswerCollector): Promise<void> {
    try {
      const reply = await replying;
      collector.begin(reply);
      for await (const chunk of reply.body) {
        collector.push(chunk);
        await this.log.write(chunk);
      }
    } catch (error) {
      this.isOver = true;
      return this.log.close(error);
    }
    this.isOver = true;
    this.log.close();
    if (!this.aborter.signal.aborted) await this.keep(collector.answer());
  }
}
