import type { Gate } from '@docmind/contracts';

/** Series by name and labels. The value of a label is a regular expression for the whole of it, as Prometheus' `=~` has it. */
export interface Selector {
  readonly metric: string;
  readonly where?: Readonly<Record<string, string>>;
}

/** What is measured over the window. Each becomes PromQL, and is computed here the same way. */
export type Figure =
  /** Of a histogram. */
  | { readonly kind: 'quantile'; readonly of: Selector; readonly quantile: number }
  /** What part grew by, of what the whole grew by. */
  | { readonly kind: 'share'; readonly part: Selector; readonly of: Selector }
  /** One less that. */
  | { readonly kind: 'rest'; readonly part: Selector; readonly of: Selector }
  /** How much a sum grew by for each that a count grew by. */
  | { readonly kind: 'mean'; readonly sum: Selector; readonly count: Selector; readonly samples: Selector }
  /** How much counters grew by; `samples` counts the chances to grow. */
  | { readonly kind: 'increase'; readonly of: Selector; readonly samples: Selector }
  /** The highest reading of gauges. */
  | { readonly kind: 'highest'; readonly of: Selector }
  /** The highest of gauges as they are now. */
  | { readonly kind: 'present'; readonly of: Selector }
  /** The mean of the readings of gauges. */
  | { readonly kind: 'average'; readonly of: Selector }
  /** The sum of gauges as they are now. */
  | { readonly kind: 'total'; readonly of: Selector }
  /** One sum of gauges as a part of another, as they are now. */
  | { readonly kind: 'balance'; readonly part: Selector; readonly of: Selector };

export type Bounds = Gate['target'];

export interface GateDefinition {
  readonly id: string;
  readonly title: string;
  readonly group: Gate['group'];
  readonly source: Gate['source'];
  readonly target: Bounds;
  readonly unit: Gate['unit'];
  /** None where nothing that runs can show it. */
  readonly figure?: Figure;
  /** What shows it where no figure of a running stack does, as a command; without either nothing does yet. */
  readonly shownBy?: string;
  /** What the target was set for; elsewhere the figure is shown and not judged. */
  readonly needs?: 'gpu';
  /** Fewer samples are no data. */
  readonly minSamples?: number;
}

/** What two of the gates ask for is a setting. */
export interface GateTargets {
  readonly cacheHitRate: number;
  readonly ingestionReduction: number;
}
