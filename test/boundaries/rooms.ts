// What makes a room: few enough files to know each, and a clear way up or down to every other room.
import { dirname } from 'node:path';
import type { CruisedModule } from './cruise.js';

export const MOST_FILES = 15;

const CODE = /[.](ts|tsx|mjs)$/;
const BESIDE_CODE = /[.](spec|fixture|contract|test|bench|process)[.]/;

/** Folders with more files of code than a person keeps in mind, with their number. What lies beside the code, tests above all, doesn't count. */
export function crowdedFolders(paths: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const path of paths.filter((name) => CODE.test(name) && !BESIDE_CODE.test(name))) {
    counts[dirname(path)] = (counts[dirname(path)] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > MOST_FILES));
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Folder to the folders that its own files import, those of its subfolders not counted: so a parent and its child can form a circle too. */
function folderGraph(modules: readonly CruisedModule[]): Graph {
  const own = new Set(modules.map(({ source }) => source));
  const graph = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const imported = graph.get(dirname(source)) ?? new Set();
    for (const { resolved } of dependencies) if (own.has(resolved)) imported.add(dirname(resolved));
    imported.delete(dirname(source));
    graph.set(dirname(source), imported);
  }
  return graph;
}

function reachable(graph: Graph, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const next of graph.get(folder) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return seen;
}

/** Groups of folders of which each imports, directly or through others, all the others. */
export function folderCircles(modules: readonly CruisedModule[]): string[][] {
  const graph = folderGraph(modules);
  const reach = new Map([...graph.keys()].map((folder) => [folder, reachable(graph, folder)]));
  const circles = [...reach].map(([folder, seen]) => [...seen].filter((other) => reach.get(other)?.has(folder)).sort());
  const distinct = new Map(circles.filter(({ length }) => length > 1).map((circle) => [circle.join(' '), circle]));
  return [...distinct.values()];
}
