import { type GatesReport, MESSAGING_SERVICES, type MessagingService } from '@docmind/contracts';
import { MetricsRegistry, type Sample } from '@docmind/telemetry';
import { Inject, Injectable } from '@nestjs/common';

export const FIGURES_INTERVAL = Symbol('FIGURES_INTERVAL');
/** So many reports in a row may be late or lost. */
const PATIENCE = 3;
/** A service that was never heard of may still be starting. */
const START_MS = 30_000;

type ServiceState = GatesReport['services'][number];

interface Seen {
  readonly atMs: number;
  readonly isReady: boolean;
}

/** Who of the five services reports, and says that it is ready. One that was never heard of counts as down once it had time to start. */
@Injectable()
export class ServiceWatch {
  private readonly seen = new Map<MessagingService, Seen>();
  private readonly wereReady = new Set<string>();
  private readonly startedAtMs = Date.now();
  /** Silent for so long is down. */
  readonly patienceMs: number;

  constructor(metrics: MetricsRegistry, @Inject(FIGURES_INTERVAL) intervalMs: number) {
    this.patienceMs = PATIENCE * intervalMs;
    metrics.watch('docmind_service_up', '1 for a service that reports', ['target'], () => this.samples(({ isUp }) => isUp));
    const ready = '1 for a service all of whose parts work';
    metrics.watch('docmind_service_ready', ready, ['target'], () => this.samples(({ isReady }) => isReady, this.starting()));
  }

  heard(service: string, isReady: boolean, nowMs: number): void {
    const known = MESSAGING_SERVICES.find((name) => name === service);
    if (!known) return;
    this.seen.set(known, { atMs: nowMs, isReady });
    if (isReady) this.wereReady.add(known);
  }

  /** Those that are known: one that was never heard of may still be starting. */
  states(): ServiceState[] {
    const now = Date.now();
    const mayBeStarting = this.mayBeStarting(now);
    return MESSAGING_SERVICES.flatMap((name) => {
      const seen = this.seen.get(name);
      if (!seen && mayBeStarting) return [];
      const isUp = seen !== undefined && now - seen.atMs < this.patienceMs;
      return [{ name, isUp, isReady: isUp && seen.isReady }];
    });
  }

  /** Those that open their doors while they load what they need: how long that takes is another gate's question. */
  private starting(): ReadonlySet<string> {
    return new Set(this.mayBeStarting(Date.now()) ? MESSAGING_SERVICES.filter((name) => !this.wereReady.has(name)) : []);
  }

  private mayBeStarting(nowMs: number): boolean {
    return nowMs - this.startedAtMs < Math.max(START_MS, this.patienceMs);
  }

  private samples(holds: (state: ServiceState) => boolean, without: ReadonlySet<string> = new Set()): Sample[] {
    const counted = this.states().filter(({ name }) => !without.has(name));
    return counted.map((state) => ({ labels: { target: state.name }, value: holds(state) ? 1 : 0 }));
  }
}
