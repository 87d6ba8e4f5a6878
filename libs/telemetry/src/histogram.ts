type Labels = Readonly<Record<string, string>>;
/** As prom-client's registry asks for them: `sharedLabels` are written after those of the registry. */
interface HistogramValue {
  readonly metricName: string;
  readonly labels: Labels;
  readonly sharedLabels?: Labels;
  readonly value: number;
}

/** One label set's observations. Kept by whoever observes often: finding it anew costs more than counting. */
export class HistogramSeries {
  sum = 0;
  count = 0;
  /** How many fell between each bound and the one before; what is above the last is in `count` alone. */
  readonly inBuckets: Float64Array;

  constructor(
    readonly labels: Labels,
    private readonly bounds: readonly number[],
  ) {
    this.inBuckets = new Float64Array(bounds.length);
  }

  /** @throws TypeError for what is no finite number */
  observe(value: number): void {
    if (!Number.isFinite(value)) throw new TypeError(`${value} can't be observed: it must be a finite number`);
    this.sum += value;
    this.count += 1;
    const { bounds, inBuckets } = this;
    for (let at = 0; at < bounds.length; at += 1) {
      if (value > (bounds[at] as number)) continue;
      inBuckets[at] = (inBuckets[at] as number) + 1;
      return;
    }
  }
}

/**
 * A metric for prom-client's registry, which asks it for `get` and `getForPromString`. prom-client's own histogram checks, copies and joins its labels at
 * every observation: with five of them a generation that was a tenth of the gateway's CPU time.
 */
export class Histogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  private readonly bySet = new Map<string, HistogramSeries>();

  /** @param bounds upper bounds, rising */
  constructor(
    readonly name: string,
    readonly help: string,
    private readonly labelNames: readonly string[],
    private readonly bounds: readonly number[],
  ) {
    if (labelNames.length === 0) this.series();
  }

  /** Shown from now on, as 0 before it observes anything. @throws Error for a label that the metric lacks */
  series(labels: Labels = {}): HistogramSeries {
    for (const label of Object.keys(labels)) {
      if (!this.labelNames.includes(label)) throw new Error(`the metric ${this.name} has no label ${label}`);
    }
    const key = JSON.stringify(this.labelNames.map((label) => labels[label]));
    const known = this.bySet.get(key) ?? new HistogramSeries({ ...labels }, this.bounds);
    this.bySet.set(key, known);
    return known;
  }

  observe(labels: Labels, value: number): void {
    this.series(labels).observe(value);
  }

  /** For JSON. */
  get(): object {
    return this.shown((own, labels) => ({ labels: { ...own, ...labels } }));
  }

  /** For Prometheus' text. */
  getForPromString(): object {
    return this.shown((own, sharedLabels) => ({ labels: own, sharedLabels }));
  }

  private shown(labelsOf: (own: Labels, shared: Labels) => Pick<HistogramValue, 'labels' | 'sharedLabels'>): object {
    const { name, help, type, aggregator } = this;
    const values = [...this.bySet.values()].flatMap((series) => this.valuesOf(series, (own) => labelsOf(own, series.labels)));
    return { name, help, type, aggregator, values };
  }

  private valuesOf(
    { inBuckets, count, sum }: HistogramSeries,
    labelled: (own: Labels) => Pick<HistogramValue, 'labels' | 'sharedLabels'>,
  ): HistogramValue[] {
    const { name, bounds } = this;
    let below = 0;
    const buckets = bounds.map((bound, at) => {
      below += inBuckets[at] as number;
      return { metricName: `${name}_bucket`, ...labelled({ le: String(bound) }), value: below };
    });
    return [
      ...buckets,
      { metricName: `${name}_bucket`, ...labelled({ le: '+Inf' }), value: count },
      { metricName: `${name}_sum`, ...labelled({}), value: sum },
      { metricName: `${name}_count`, ...labelled({}), value: count },
    ];
  }
}
