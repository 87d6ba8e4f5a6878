import type { BackendDecision } from '@docmind/contracts';

/** Replicas hear decisions in any order, and all must end with the same one. */
export function isNewer(one: BackendDecision, other: BackendDecision | undefined): boolean {
  if (!other) return true;
  return one.at === other.at ? one.name > other.name : one.at > other.at;
}

/** Later than the one it replaces, also when this machine's clock is behind that of who made it. */
export function decisionAfter(known: BackendDecision | undefined, name: string, nowMs: number): BackendDecision {
  return { name, at: Math.max(nowMs, (known?.at ?? 0) + 1) };
}
