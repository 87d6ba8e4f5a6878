import type { FiguresReport, GatesReport } from '@docmind/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { FiguresHistory } from './figures-history.js';
import { metricsOf } from './lists/gate-list.js';
import type { GateDefinition } from './lists/gate.types.js';
import { GATE_WINDOW_MS, judge } from './judge.policy.js';
import { ServiceWatch } from './service-watch.js';

export const GATES = Symbol('GATES');
const SLOT_MS = 15_000;

/** Judges the gates by what the services reported over the last hour. */
@Injectable()
export class GatesService {
  private readonly history: FiguresHistory;
  private readonly startedAtMs = Date.now();

  constructor(
    @Inject(GATES) private readonly gates: readonly GateDefinition[],
    private readonly watch: ServiceWatch,
  ) {
    this.history = new FiguresHistory(metricsOf(gates), {
      windowMs: GATE_WINDOW_MS,
      slotMs: SLOT_MS,
      silentMs: watch.patienceMs,
    });
  }

  hear(report: FiguresReport): void {
    const now = Date.now();
    this.watch.heard(report.service, report.isReady, now);
    this.history.add(report, now);
  }

  report(): GatesReport {
    const now = Date.now();
    const source = this.history.at(now);
    const gates = this.gates.map((gate) => judge(gate, source));
    const count = (verdict: string) => gates.filter((gate) => gate.verdict === verdict).length;
    return {
      at: new Date(now).toISOString(),
      windowSeconds: GATE_WINDOW_MS / 1_000,
      seenSeconds: Math.min(GATE_WINDOW_MS, now - this.startedAtMs) / 1_000,
      services: this.watch.states(),
      gates,
      counts: { pass: count('pass'), fail: count('fail'), noData: count('no data') },
    };
  }
}
