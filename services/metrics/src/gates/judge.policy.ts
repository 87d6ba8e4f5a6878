import type { Gate } from '@docmind/contracts';
import { type FigureSource, evaluate } from './evaluate.policy.js';
import type { Bounds, GateDefinition } from './lists/gate.types.js';
import { GPU } from './lists/inference-gates.js';
import { promqlOf } from './promql.policy.js';

export const GATE_WINDOW_MS = 3_600_000;
export const GATE_WINDOW = '1h';

export function judge({ figure, minSamples = 1, ...gate }: GateDefinition, source: FigureSource): Gate {
  if (!figure) return { ...gate, value: null, samples: 0, verdict: 'no data' };
  const { value, samples } = evaluate(figure, source);
  const isMeant = gate.needs !== 'gpu' || source.latest(GPU).length > 0;
  const verdict = isMeant && samples >= minSamples ? verdictOn(value, gate.target) : 'no data';
  return { ...gate, promql: promqlOf(figure, GATE_WINDOW), value: value ?? null, samples, verdict };
}

/** No data is never a pass. */
function verdictOn(value: number | undefined, target: Bounds): Gate['verdict'] {
  if (value === undefined) return 'no data';
  return isWithin(value, target) ? 'pass' : 'fail';
}

function isWithin(value: number, { above = -Infinity, below = Infinity, atLeast = -Infinity, atMost = Infinity }: Bounds): boolean {
  return value > above && value < below && value >= atLeast && value <= atMost;
}
