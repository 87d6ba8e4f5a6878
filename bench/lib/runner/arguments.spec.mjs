import { describe, expect, it } from 'vitest';
import { assertRivals, nameOf, readArguments } from './arguments.mjs';
import { benchNames, loadBench } from './catalogue.mjs';
import { isReached } from './targets.mjs';

describe('arguments', () => {
  it('reads a name and its options', () => {
    expect(readArguments(['gateway', '--seconds', '2.5', '--against', 'litellm, portkey,litellm'])).toEqual({
      name: 'gateway',
      seconds: 2.5,
      rounds: 3,
      quick: false,
      against: ['litellm', 'portkey'],
    });
    expect(readArguments(['--quick'])).toMatchObject({ name: undefined, seconds: 1, rounds: 2, quick: true });
  });

  it('takes what a benchmark has of its own', () => {
    const own = { pairs: { type: 'string' } };
    expect(nameOf(['calibrate', '--pairs', 'a.jsonl'])).toBe('calibrate');
    expect(nameOf(['--quick'])).toBeUndefined();
    expect(readArguments(['calibrate', '--pairs', 'a.jsonl'], own)).toMatchObject({ name: 'calibrate', pairs: 'a.jsonl' });
    expect(() => readArguments(['calibrate', '--pair', 'a.jsonl'], own)).toThrow('--against NAME,NAME and --pairs VALUE');
  });

  it.each([
    [['gateway', 'cache'], 'one benchmark at a time, not gateway and cache'],
    [['gateway', '--seconds', 'ten'], '--seconds must be a number above 0 and at most 3600, not "ten"'],
    [['gateway', '--seconds', '0'], 'not "0"'],
    [['gateway', '--fast'], 'the options are --seconds N, --quick and --against NAME,NAME'],
    [['gateway', '--against'], 'the options are'],
  ])('refuses %j and says what would be right', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  it('refuses a rival that the benchmark does not know', () => {
    expect(() => assertRivals('gateway', ['nginx'], ['litellm'])).toThrow('--against nginx: gateway compares with litellm');
    expect(() => assertRivals('cache', ['nginx'])).toThrow('cache compares with nobody');
    expect(assertRivals('gateway', ['litellm'], ['litellm'])).toBeUndefined();
  });

  it('names the benchmarks there are when asked for another', async () => {
    await expect(loadBench('nope')).rejects.toThrow(`there is no benchmark "nope"; there are ${benchNames().join(', ')}`);
    await expect(loadBench('lib')).rejects.toThrow('no benchmark');
  });
});

describe('every benchmark', () => {
  it.each(benchNames())('%s says what it measures, and its targets can be judged', async (name) => {
    const bench = await loadBench(name);
    expect(bench.about).toMatch(/^\S.{20,}/);
    expect(bench.run).toBeTypeOf('function');
    for (const target of Object.values(bench.targets)) expect(isReached(0, target)).toBeTypeOf('boolean');
  });
});
