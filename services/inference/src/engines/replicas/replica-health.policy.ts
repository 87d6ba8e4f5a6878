/** `trial`: its probe passed again; one request at a time shows whether it answers too. */
export type ReplicaState = 'healthy' | 'trial' | 'unhealthy';
export type HealthEvent = 'answered' | 'failed' | 'probe-passed' | 'probe-failed' | 'load-failed';

export interface ReplicaHealth {
  readonly state: ReplicaState;
  /** In a row. A server may pass its probes and yet answer nothing, so they are counted apart. */
  readonly failures: number;
  readonly failedProbes: number;
}

export const HEALTHY: ReplicaHealth = { state: 'healthy', failures: 0, failedProbes: 0 };
const UNHEALTHY: ReplicaHealth = { state: 'unhealthy', failures: 0, failedProbes: 0 };
const MAX_FAILURES = 3;
const MAX_FAILED_PROBES = 3;

/** The circuit breaker of one replica: only a probe closes it again. */
export function nextHealth(health: ReplicaHealth, event: HealthEvent): ReplicaHealth {
  const { state } = health;
  if (state === 'unhealthy') return event === 'probe-passed' ? { ...HEALTHY, state: 'trial' } : health;
  switch (event) {
    case 'answered':
      return { ...health, state: 'healthy', failures: 0 };
    case 'probe-passed':
      return { ...health, failedProbes: 0 };
    case 'failed':
      return state === 'trial' || health.failures + 1 >= MAX_FAILURES ? UNHEALTHY : { ...health, failures: health.failures + 1 };
    case 'load-failed':
      return UNHEALTHY;
    case 'probe-failed':
      return health.failedProbes + 1 >= MAX_FAILED_PROBES ? UNHEALTHY : { ...health, failedProbes: health.failedProbes + 1 };
  }
}
