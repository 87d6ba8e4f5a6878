import { AppError } from '@docmind/errors';
import type { ReadAnswer } from '../upstream/chat-answer.policy.js';
import { AnswerCollector } from '../upstream/answer-collector.js';
import { ByteLog } from './byte-log.js';
import type { ChatUpstream, UpstreamReply } from '../upstream/chat-upstream.port.js';

export type UpstreamHead = Pick<UpstreamReply, 'status' | 'headers'>;

/** One caller's part in a flight. */
export interface Seat {
  /** Rejects with what kept the upstream from replying. */
  readonly head: Promise<UpstreamHead>;
  /** The reply's bytes from the first one on, as they come. */
  readonly bytes: AsyncGenerator<Buffer>;
}

/**
 * One call to the upstream, for however many callers wait for the same. It goes on while one of them is there; when the last one leaves
 * before the end, the call is aborted and nothing of it is kept.
 */
export class Flight {
  /** True from the last byte on. What is kept of it may still be on its way to the store: that is what `landed` is for. */
  isOver = false;
  readonly landed: Promise<void>;
  private readonly log: ByteLog;
  private readonly aborter = new AbortController();
  private readonly head: Promise<UpstreamHead>;
  private seats = 0;

  /** @param keep gets what was read of the reply, once and only when it came whole */
  constructor(
    private readonly upstream: ChatUpstream,
    body: string,
    maxBytes: number,
    keep: (answer: ReadAnswer) => Promise<void>,
  ) {
    this.log = new ByteLog(maxBytes);
    const reply = upstream.send(body, this.aborter.signal);
    this.head = reply.then(({ status, headers }) => ({ status, headers }));
    // Whoever sits here hears of it; nobody may.
    this.head.catch(() => undefined);
    this.landed = this.fly(reply, new AnswerCollector(maxBytes), keep);
  }

  /** False when there is no seat for another one any more. */
  get takesSeats(): boolean {
    return !this.isOver && !this.aborter.signal.aborted && this.log.isWhole;
  }

  board(signal: AbortSignal): Seat {
    const bytes = this.log.read(signal);
    this.seats += 1;
    if (signal.aborted) this.leave();
    else signal.addEventListener('abort', () => this.leave(), { once: true });
    return { head: this.head, bytes };
  }

  private leave(): void {
    this.seats -= 1;
    if (this.seats === 0 && !this.isOver) this.aborter.abort(new AppError('CANCELLED', 'Nobody waits for the answer any more'));
  }

  private async fly(
    replying: Promise<UpstreamReply>,
    collector: AnswerCollector,
    keep: (answer: ReadAnswer) => Promise<void>,
  ): Promise<void> {
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
    if (!this.aborter.signal.aborted) await keep(collector.answer());
  }
}
