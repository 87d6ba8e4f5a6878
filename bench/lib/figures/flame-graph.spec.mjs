import { describe, expect, it } from 'vitest';
import { flameGraph, framesOf } from './flame-graph.mjs';

describe('flame graph', () => {
  const node = (id, functionName, url, children = []) => ({ id, children, callFrame: { functionName, url } });
  const profile = {
    nodes: [
      node(1, '(root)', '', [2, 3, 6]),
      node(2, '(idle)', ''),
      node(3, 'handle<T>', 'file:///x/services/inference/dist/a.js', [4, 5]),
      node(4, 'write', 'node:net'),
      node(5, '', 'file:///x/node_modules/undici/lib/b.js'),
      node(6, 'profileStart', 'file:///x/bench/lib/processes/profiler.preload.mjs'),
    ],
    samples: [4, 2, 3, 5, 4, 6],
    timeDeltas: [100, 900, 50, 30, 20, 700],
  };

  it('adds up what each function took with all it called, and leaves idle time and the sampling out', () => {
    const { totalUs, frames, selfUs } = framesOf(profile);
    expect(totalUs).toBe(200);
    expect(frames.map(({ name, depth, startUs, us }) => [name, depth, startUs, us])).toEqual([
      ['handle<T>', 0, 0, 200],
      ['write', 1, 0, 120],
      ['(b.js)', 1, 120, 30],
    ]);
    expect(selfUs).toMatchObject({ DocMind: 50, 'Node.js': 120, undici: 30 });
  });

  it('draws them as an SVG with names escaped', () => {
    const svg = flameGraph(profile, 'a & b');
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/su);
    expect(svg).toContain('a &amp; b');
    expect(svg).toContain('handle&lt;T&gt; (DocMind): 100.0 %');
  });
});
