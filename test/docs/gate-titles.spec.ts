// The console names every gate in each of its languages; English is what the metrics service says itself.
import { listGates } from '@docmind/metrics';
import { expect, it } from 'vitest';
import { GATE_TITLES } from '../../apps/console/src/words/gate-titles.js';

const gates = listGates({ cacheHitRate: 0.6, ingestionReduction: 0.8 });

it.each(Object.entries(GATE_TITLES))('no gate lacks its words, and no words their gate: %s', (_language, titles) => {
  expect(Object.keys(titles).sort()).toEqual(gates.map(({ id }) => id).sort());
});
