import type { GateDefinition, GateTargets } from './gate.types.js';
import { agentGates } from './agent-gates.js';
import { cachingGates } from './caching-gates.js';
import { inferenceGates } from './inference-gates.js';
import { reliabilityGates } from './reliability-gates.js';

/** The one definition of every gate: the endpoint, the rules of Prometheus and the panels of Grafana are made of it. */
export function listGates(targets: GateTargets): GateDefinition[] {
  return [...inferenceGates, ...cachingGates(targets), ...agentGates, ...reliabilityGates];
}

/** The metrics that the figures are computed from. */
export function metricsOf(gates: readonly GateDefinition[]): ReadonlySet<string> {
  return new Set(
    gates.flatMap(({ figure }) => {
      if (!figure) return [];
      if (figure.kind === 'quantile') return [`${figure.of.metric}_bucket`];
      return Object.values(figure).flatMap((part) => (typeof part === 'object' ? [part.metric] : []));
    }),
  );
}
