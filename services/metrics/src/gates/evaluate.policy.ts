import type { Figure, Selector } from './lists/gate.types.js';
import type { Slot } from './slots.policy.js';

/** What is known of the last window. Growth is that of counters within it. */
export interface FigureSource {
  increase(selector: Selector): number;
  increaseByBound(selector: Selector): ReadonlyMap<number, number>;
  readings(selector: Selector): readonly Slot[];
  latest(selector: Selector): readonly number[];
}

export interface Evaluated {
  /** Undefined where there is nothing to tell it from. */
  readonly value: number | undefined;
  readonly samples: number;
}

/** The same as the figure's PromQL, from what the services reported. */
export function evaluate(figure: Figure, source: FigureSource): Evaluated {
  switch (figure.kind) {
    case 'quantile':
      return quantileOf(figure.quantile, source.increaseByBound(suffixed(figure.of, '_bucket')));
    case 'share':
      return divided(source.increase(figure.part), source.increase(figure.of), (share) => share);
    case 'rest':
      return divided(source.increase(figure.part), source.increase(figure.of), (share) => 1 - share);
    case 'mean':
      return {
        ...divided(source.increase(figure.sum), source.increase(figure.count), (mean) => mean),
        samples: source.increase(figure.samples),
      };
    case 'increase':
      return grown(source.increase(figure.of), source.increase(figure.samples));
    case 'highest':
      return over(source.readings(figure.of), (slots) => slots.reduce((most, { highest }) => Math.max(most, highest), -Infinity));
    case 'present':
      return now(source.latest(figure.of), (values) => Math.max(...values));
    case 'average':
      return over(source.readings(figure.of), (slots) => total(slots.map(({ sum }) => sum)) / readingsIn(slots));
    case 'total':
      return now(source.latest(figure.of), total);
    case 'balance':
      return balanced(source.latest(figure.part), source.latest(figure.of));
  }
}

/** As `histogram_quantile` does it: linear within a bucket; of the last one, which has no end, its beginning. */
function quantileOf(quantile: number, byBound: ReadonlyMap<number, number>): Evaluated {
  const buckets = [[0, 0] as const, ...byBound].sort(([left], [right]) => left - right);
  const samples = Math.max(...buckets.map(([, count]) => count));
  if (samples <= 0) return { value: undefined, samples: 0 };
  const rank = quantile * samples;
  const below = buckets.filter(([, count]) => count < rank);
  return { value: between(below.at(-1) ?? [0, 0], buckets[below.length] ?? [0, 0], rank), samples };
}

type Bucket = readonly [bound: number, count: number];

function between([start, before]: Bucket, [end, count]: Bucket, rank: number): number {
  return end === Infinity ? start : start + (end - start) * ((rank - before) / (count - before));
}

function divided(part: number, whole: number, of: (share: number) => number): Evaluated {
  return { value: whole > 0 ? of(part / whole) : undefined, samples: whole };
}

function grown(value: number, samples: number): Evaluated {
  return { value: samples > 0 ? value : undefined, samples };
}

function balanced(part: readonly number[], whole: readonly number[]): Evaluated {
  const sum = total(whole);
  return { value: sum > 0 ? total(part) / sum : undefined, samples: whole.length };
}

function now(values: readonly number[], of: (values: readonly number[]) => number): Evaluated {
  return { value: values.length > 0 ? of(values) : undefined, samples: values.length };
}

function over(slots: readonly Slot[], of: (slots: readonly Slot[]) => number): Evaluated {
  return { value: slots.length > 0 ? of(slots) : undefined, samples: readingsIn(slots) };
}

function readingsIn(slots: readonly Slot[]): number {
  return total(slots.map(({ count }) => count));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function suffixed({ metric, where }: Selector, suffix: string): Selector {
  return { metric: `${metric}${suffix}`, where };
}
