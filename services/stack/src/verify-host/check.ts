import type { Gate } from '@docmind/contracts';

/** One row of the report: what was measured on this host, and what was asked for. */
export interface Check {
  /** Stable, so that two reports can be compared. */
  readonly id: string;
  readonly what: string;
  /** `yes`: 1 where it holds, else 0. */
  readonly unit: Gate['unit'] | 'yes';
  /** Empty where a figure is told and nothing is asked of it. */
  readonly target: Gate['target'];
  /** Null where it could not be measured; the note says why. */
  readonly value: number | null;
  readonly verdict: 'pass' | 'fail' | 'no data' | 'figure';
  readonly note: string;
}

type Measured = Pick<Check, 'id' | 'what' | 'unit' | 'value'> & { readonly note?: string; readonly target?: Gate['target'] };

/** Held against its target. Without one it is a figure; without a value there is no data, which is never a pass. */
export function judged({ id, what, unit, value, note = '', target = {} }: Measured): Check {
  return { id, what, unit, value, note, target, verdict: verdictOn(value, target) };
}

/** Yes or no. */
export function held(id: string, what: string, isHeld: boolean, note = ''): Check {
  return judged({ id, what, unit: 'yes', value: isHeld ? 1 : 0, target: { atLeast: 1 }, note });
}

export function noData(id: string, what: string, why: string): Check {
  return judged({ id, what, unit: 'count', value: null, note: why });
}

/** The same figure without a verdict, because what its target was set for isn't here. */
export function unjudged(check: Check, why: string): Check {
  return { ...check, verdict: check.value === null ? 'no data' : 'figure', note: check.note === '' ? why : `${check.note}; ${why}` };
}

const WITHIN: Readonly<Record<keyof Gate['target'], (value: number, bound: number) => boolean>> = {
  above: (value, bound) => value > bound,
  below: (value, bound) => value < bound,
  atLeast: (value, bound) => value >= bound,
  atMost: (value, bound) => value <= bound,
};

function verdictOn(value: number | null, target: Gate['target']): Check['verdict'] {
  if (value === null) return 'no data';
  const bounds = Object.entries(target) as [keyof Gate['target'], number][];
  if (bounds.length === 0) return 'figure';
  return bounds.every(([side, bound]) => WITHIN[side](value, bound)) ? 'pass' : 'fail';
}
