// The same for streams of 50 chunks: the first byte at one connection, whole streams a second at 16.
import { cpuFigures, measureSides, ratioOf } from '../gateway/rounds.mjs';
import { RIVALS } from '../gateway/rivals.mjs';
import { startSides, uniquePrompt } from '../gateway/sides.mjs';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';

export const about = 'the same for streams of 50 chunks: added time to the first byte, streams a second';
export const rivals = RIVALS;
export const targets = { added_first_byte_p50_ms: '< 0.6', streams_per_s: '>= 2000', streams_vs_bare: '>= 0.5' };

export async function run({ seconds, rounds, against, log }, scope) {
  const { engine, sides } = await startSides(scope, { against, log });
  const requestOf = (side) => uniquePrompt(side, { stream: true });
  const burst = await measureSides({ sides, requestOf, seconds, rounds, log });
  log('again, with each chunk in a turn of its own, as tokens come');
  await engine.ask('spread');
  const own = sides.filter(({ name }) => ['direct', 'bare', 'ours'].includes(name));
  const spread = await measureSides({ sides: own, requestOf, seconds, rounds, log });
  const first = figuresOf(burst.ours, burst.direct);
  const samples = { ...first.samples, streams_vs_bare: burst.ours.rates.length };
  const figures = { ...first.figures, streams_vs_bare: ratioOf(burst.ours, burst.bare) };
  figures.direct_first_byte_p50_ms = p50(burst.direct.firstByteMs);
  figures.direct_streams_per_s = median(burst.direct.rates);
  for (const name of ['bare', ...against]) {
    const other = figuresOf(burst[name], burst.direct, `${name}_`);
    Object.assign(figures, other.figures);
    Object.assign(samples, other.samples);
  }
  Object.assign(figures, cpuFigures(burst, ['ours', 'bare', ...against]));
  for (const { name } of own) figures[`spread_${name}_streams_per_s`] = median(spread[name].rates);
  figures.spread_streams_vs_bare = ratioOf(spread.ours, spread.bare);
  return { figures, samples };
}

function figuresOf(side, direct, prefix = '') {
  const figures = {
    [`${prefix}added_first_byte_p50_ms`]: p50(side.firstByteMs) - p50(direct.firstByteMs),
    [`${prefix}added_first_byte_p99_ms`]: p99(side.firstByteMs) - p99(direct.firstByteMs),
    [`${prefix}streams_per_s`]: median(side.rates),
  };
  const count = side.firstByteMs.length;
  const keys = Object.keys(figures);
  return { figures, samples: { [keys[0]]: count, [keys[1]]: count, [keys[2]]: side.countAtLoad } };
}
