import type { ModelInfo } from '@docmind/contracts';
import type { EngineFigures, EngineStats } from '../../generation/llm-engine.port.js';

/** Each model once, with the smallest window that any replica has for it: a prompt may go to any. */
export function mergedModels(lists: readonly (readonly ModelInfo[])[]): ModelInfo[] {
  const merged = new Map<string, ModelInfo>();
  for (const model of lists.flat()) {
    const known = merged.get(model.id) ?? model;
    const contextLength = Math.min(known.contextLength ?? Infinity, model.contextLength ?? Infinity);
    merged.set(model.id, contextLength < Infinity ? { ...known, contextLength } : known);
  }
  return [...merged.values()];
}

export function mergedStats(all: readonly EngineStats[]): EngineStats {
  const sum = (read: (stats: EngineStats) => number) => all.reduce((total, stats) => total + read(stats), 0);
  const aborts = all.flatMap(({ lastAbortMs }) => lastAbortMs ?? []);
  return {
    running: sum(({ running }) => running),
    waiting: sum(({ waiting }) => waiting),
    restarts: sum(({ restarts }) => restarts),
    aborted: sum(({ aborted }) => aborted),
    lastAbortMs: aborts.length > 0 ? Math.max(...aborts) : undefined,
  };
}

/** Sums; of the KV cache's use the mean. */
export function mergedFigures(all: readonly EngineFigures[]): EngineFigures | undefined {
  if (all.length === 0) return undefined;
  const merged: Record<string, number> = {};
  for (const figures of all)
    for (const [name, value] of Object.entries(figures) as [string, number][]) merged[name] = (merged[name] ?? 0) + value;
  if (merged.kvCacheUsage !== undefined) merged.kvCacheUsage /= all.length;
  return merged;
}
