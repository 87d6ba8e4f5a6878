import type { FiguresReport } from '@docmind/contracts';
import type { FigureSource } from './evaluate.policy.js';
import type { Selector } from './lists/gate.types.js';
import { addReading, growthOf, type Slot } from './slots.policy.js';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly slots: Slot[];
}

interface Instance {
  readonly startedAtMs: number;
  lastAtMs: number;
  /** By metric, then by labels. */
  readonly metrics: Map<string, Map<string, Series>>;
}

export interface HistoryLimits {
  readonly windowMs: number;
  /** Readings within so short a time share a slot. None of them is lost to a mean or a maximum. */
  readonly slotMs: number;
  /** A gauge of a process that was silent for so long is no longer its value. */
  readonly silentMs: number;
}

const MAX_INSTANCES = 64;
/** Of one metric of one process. */
const MAX_SERIES = 1_000;

/** What the services reported over the last window, of the metrics that gates ask for. A counter's growth survives a restart. */
export class FiguresHistory {
  private readonly instances = new Map<string, Instance>();

  constructor(
    private readonly wanted: ReadonlySet<string>,
    private readonly limits: HistoryLimits,
  ) {}

  add({ service, instance, startedAtMs, samples }: FiguresReport, nowMs: number): void {
    this.forget(nowMs);
    const known = this.instances.get(instance) ?? this.begin(instance, startedAtMs);
    known.lastAtMs = nowMs;
    for (const [metric, labels, value] of samples)
      if (this.wanted.has(metric)) this.keep(known, metric, { service, ...labels }, value, nowMs);
  }

  /** What is known at this moment. */
  at(nowMs: number): FigureSource {
    this.forget(nowMs);
    const fromMs = nowMs - this.limits.windowMs;
    return {
      increase: (selector) => this.increase(selector, fromMs),
      increaseByBound: (selector) => this.increaseByBound(selector, fromMs),
      readings: (selector) => this.readings(selector, fromMs),
      latest: (selector) => this.latest(selector, nowMs),
    };
  }

  /** Each process's by itself. */
  private increase(selector: Selector, fromMs: number): number {
    return this.seriesOf(selector).reduce((sum, { series, instance }) => sum + growthOf(series.slots, instance.startedAtMs >= fromMs), 0);
  }

  /** The same for each upper bound of a histogram's buckets. */
  private increaseByBound(selector: Selector, fromMs: number): ReadonlyMap<number, number> {
    const bounds = new Map<number, number>();
    for (const { series, instance } of this.seriesOf(selector)) {
      const bound = Number((series.labels.le ?? '').replace('+Inf', 'Infinity'));
      bounds.set(bound, (bounds.get(bound) ?? 0) + growthOf(series.slots, instance.startedAtMs >= fromMs));
    }
    return bounds;
  }

  private readings(selector: Selector, fromMs: number): Slot[] {
    return this.seriesOf(selector).flatMap(({ series }) => series.slots.filter(({ atMs }) => atMs > fromMs));
  }

  /** The gauges of processes that still report. */
  private latest(selector: Selector, nowMs: number): number[] {
    const alive = this.seriesOf(selector).filter(({ instance }) => nowMs - instance.lastAtMs < this.limits.silentMs);
    return alive.flatMap(({ series }) => series.slots.slice(-1).map(({ last }) => last));
  }

  /** Where there are too many, as after many restarts within a window, the one that was silent longest makes room. */
  private begin(name: string, startedAtMs: number): Instance {
    const [longestSilent] = [...this.instances].sort(([, left], [, right]) => left.lastAtMs - right.lastAtMs);
    if (longestSilent && this.instances.size >= MAX_INSTANCES) this.instances.delete(longestSilent[0]);
    const instance: Instance = { startedAtMs, lastAtMs: startedAtMs, metrics: new Map() };
    this.instances.set(name, instance);
    return instance;
  }

  private keep({ metrics }: Instance, metric: string, labels: Series['labels'], value: number, atMs: number): void {
    const all = metrics.get(metric) ?? new Map<string, Series>();
    metrics.set(metric, all);
    const key = JSON.stringify(labels);
    const series = all.get(key) ?? { labels, slots: [] };
    if (all.size >= MAX_SERIES && !all.has(key)) return;
    all.set(key, series);
    addReading(series.slots, value, atMs, this.limits.slotMs);
  }

  private seriesOf({ metric, where = {} }: Selector): { readonly series: Series; readonly instance: Instance }[] {
    const wants = Object.entries(where).map(([label, pattern]) => [label, new RegExp(`^(?:${pattern})$`)] as const);
    const fits = ({ labels }: Series) => wants.every(([label, pattern]) => pattern.test(labels[label] ?? ''));
    return [...this.instances.values()].flatMap((instance) =>
      [...(instance.metrics.get(metric)?.values() ?? [])].filter(fits).map((series) => ({ series, instance })),
    );
  }

  /** The last slot before the window stays: growth is told from it. */
  private forget(nowMs: number): void {
    const oldest = nowMs - this.limits.windowMs;
    for (const [name, instance] of this.instances) {
      if (instance.lastAtMs < oldest) this.instances.delete(name);
      for (const all of instance.metrics.values())
        for (const { slots } of all.values()) while (slots[1] && slots[1].atMs <= oldest) slots.shift();
    }
  }
}
