import { type BackendDecision, type BackendSwitchReply, inferenceBackendDecided } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { decisionAfter, isNewer } from './backend-decision.policy.js';
import { BackendManager } from './backend-manager.js';

const SAY_AGAIN_MS = 5_000;
const SWITCH_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 7.5, 10, 30, 60, 120];

/**
 * An operator's switch, at this replica of the service and by all others. What is decided is said again and again by everyone who knows it,
 * so a replica that was away or starts later comes to it too, and nothing has to be kept anywhere.
 */
@Injectable()
export class BackendSwitchService implements OnModuleDestroy {
  private readonly durations;
  private decided: BackendDecision | undefined;
  private timer: NodeJS.Timeout | undefined;
  private following: Promise<void> | undefined;

  constructor(
    private readonly backends: BackendManager,
    private readonly client: MessageClient,
    private readonly logger: Logger,
    metrics: MetricsRegistry,
  ) {
    const help = 'From the wish for another backend to its service';
    this.durations = metrics.histogram('docmind_inference_switch_duration_seconds', help, [], SWITCH_SECONDS).series();
  }

  /**
   * The others follow when it has worked here.
   * @throws AppError NOT_FOUND for an unknown name, UNAVAILABLE when it could not be loaded: then the old one serves again, everywhere
   */
  async switchTo(name: string, drainTimeoutMs?: number): Promise<BackendSwitchReply> {
    const reply = await this.backends.switchTo(name, drainTimeoutMs);
    this.durations.observe(reply.tookMs / 1_000);
    this.decide(decisionAfter(this.decided, name, Date.now()));
    return reply;
  }

  /** A decision made elsewhere. It is tried once: where it can't be followed the old backend goes on, and the log says why. */
  hear(decision: BackendDecision): void {
    if (!isNewer(decision, this.decided)) return;
    this.decide(decision);
    this.following ??= this.follow().finally(() => (this.following = undefined));
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private decide(decision: BackendDecision): void {
    this.decided = decision;
    this.say();
    this.timer ??= setInterval(() => this.say(), SAY_AGAIN_MS).unref();
  }

  private say(): void {
    if (this.decided) this.client.publish(inferenceBackendDecided, this.decided, newRequestContext()).catch(() => undefined);
  }

  /** Until what was done last is what was decided last. */
  private async follow(): Promise<void> {
    for (let done: BackendDecision | undefined; this.decided && done !== this.decided;) {
      done = this.decided;
      const { name } = done;
      try {
        await this.backends.switchTo(name);
      } catch (thrown) {
        const { code, message } = toAppError(thrown);
        this.logger.warn({ msg: 'another replica switched, this one cannot follow', backend: name, errorCode: code, reason: message });
      }
    }
  }
}
