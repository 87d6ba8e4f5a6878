import { SpareTime } from '@docmind/bootstrap';
import type { CacheHit } from '@docmind/contracts';
import type { ShadowChecks } from '../../checking/shadow/shadow-checks.js';
import { AnswerCollector } from '../upstream/answer-collector.js';
import type { ReadAnswer } from '../upstream/chat-answer.policy.js';
import type { ChatUpstream } from '../upstream/chat-upstream.port.js';
import type { SharedCall } from './shared-call.js';

export interface ServedHit {
  readonly tenant: string;
  readonly question: string;
  readonly hit: CacheHit;
  /** The caller's request as the upstream would have got it. */
  readonly body: string;
}

const MOST_WAITING = 16;
const LIMIT_MS = 120_000;

/** Sends the requests of sampled hits to the upstream after all, while no caller waits for it, and has both answers compared. */
export class ShadowCalls {
  private readonly spare = new SpareTime({ mostWaiting: MOST_WAITING, limitMs: LIMIT_MS });

  constructor(
    private readonly upstream: ChatUpstream,
    private readonly checks: Pick<ShadowChecks, 'check'>,
    private readonly maxAnswerBytes: number,
  ) {}

  /** While this call of a caller's is under way the upstream is asked nothing else. */
  giveWayTo(call: SharedCall): void {
    void call.settled.finally(this.spare.enter());
  }

  /** Never throws. An upstream that fails, or has no time, leaves the hit unchecked. */
  async check({ tenant, question, hit, body }: ServedHit): Promise<void> {
    const read = await this.spare.run((signal) => this.askAnew(body, signal)).catch(() => undefined);
    const fresh = read && 'text' in read ? read.text : undefined;
    const { entry, answer: kept, probability } = hit;
    await this.checks.check({ tenant, entry, question, kept, fresh, probability });
  }

  private async askAnew(body: string, signal: AbortSignal): Promise<ReadAnswer> {
    const collector = new AnswerCollector(this.maxAnswerBytes);
    const reply = await this.upstream.send(body, signal);
    collector.begin(reply);
    for await (const chunk of reply.body) collector.push(chunk);
    return collector.answer();
  }
}
