import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import type { Logger } from '@nestjs/common';
import type { CacheMonitor } from '../../monitoring/cache-monitor.js';
import type { Clock } from '../../monitoring/clock.js';
import { JUDGE_ITEMS, type JudgeItem } from './judge-items.js';
import { JudgeTally } from './judge-tally.policy.js';
import { type AnswerPair, type Comparison, PairVerifier, type QuestionPair } from './pair-verifier.port.js';

/** Nobody waits for it. */
const ITEM_LIMIT_MS = 60_000;
/** After the engine could not be asked. */
const AGAIN_MS = 60_000;

/** A model is believed once it has told our own questions apart: one that says "same" to whatever looks alike never is. */
export class TestedVerifier extends PairVerifier {
  private passed: boolean | undefined;
  private running: Promise<void> | undefined;
  private notBeforeMs = 0;

  constructor(
    private readonly verifier: PairVerifier,
    private readonly monitor: CacheMonitor,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'log'>,
  ) {
    super();
  }

  get model(): string {
    return this.verifier.model;
  }

  /** False while the test isn't done. */
  get mayJudge(): boolean {
    return this.passed ?? false;
  }

  /** Resolves when the model has been tested or could not be asked. Asks nothing once that is known. Never throws. */
  async test(): Promise<void> {
    if (this.passed !== undefined || this.clock.nowMs() < this.notBeforeMs) return;
    this.running ??= this.run().finally(() => (this.running = undefined));
    await this.running;
  }

  verify(pair: QuestionPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    return this.verifier.verify(pair, limitMs, asker);
  }

  compareAnswers(answers: AnswerPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    return this.verifier.compareAnswers(answers, limitMs, asker);
  }

  private async run(): Promise<void> {
    const tally = await this.monitor.orElse('verifier', undefined, () => this.askItems());
    if (tally === undefined) {
      this.notBeforeMs = this.clock.nowMs() + AGAIN_MS;
      return;
    }
    this.passed = tally.isPassed;
    this.logger.log({ msg: 'model tested as judge of questions', model: this.model, judges: tally.isPassed, says: tally.toString() });
  }

  /** @throws AppError where the engine can't be asked: that says nothing about the model */
  private async askItems(): Promise<JudgeTally> {
    const tally = new JudgeTally(JUDGE_ITEMS);
    for (const item of JUDGE_ITEMS) {
      tally.note(item.is, await this.saidOf(item));
      if (tally.isLost) break;
    }
    return tally;
  }

  /** Undefined where the model replied with neither word. */
  private async saidOf({ stored, asked }: JudgeItem): Promise<Comparison | undefined> {
    try {
      return await this.verifier.verify({ stored, asked }, ITEM_LIMIT_MS);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'INTERNAL') return undefined;
      throw thrown;
    }
  }
}
