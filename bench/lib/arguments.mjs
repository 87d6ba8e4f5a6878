import { parseArgs } from 'node:util';

const MAX_SECONDS = 600;
const USUAL = { seconds: 5, rounds: 3 };
const QUICK = { seconds: 1, rounds: 2 };

/**
 * @returns {{name: string | undefined, seconds: number, rounds: number, quick: boolean, against: string[]}}
 * @throws Error naming what is wrong and what would be right
 */
export function readArguments(given) {
  const { values, positionals } = parse(given);
  if (positionals.length > 1) throw new Error(`one benchmark at a time, not ${positionals.join(' and ')}`);
  const quick = values.quick === true;
  const byDefault = quick ? QUICK : USUAL;
  return {
    name: positionals[0],
    seconds: values.seconds === undefined ? byDefault.seconds : secondsOf(values.seconds),
    rounds: byDefault.rounds,
    quick,
    against: listOf(values.against),
  };
}

function parse(args) {
  try {
    const options = { seconds: { type: 'string' }, quick: { type: 'boolean' }, against: { type: 'string' } };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (thrown) {
    throw new Error(`${thrown.message.split('. ')[0]}; the options are --seconds N, --quick and --against NAME,NAME`, { cause: thrown });
  }
}

function secondsOf(text) {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  throw new Error(`--seconds must be a number above 0 and at most ${MAX_SECONDS}, not "${text}"`);
}

const listOf = (text) => [...new Set((text ?? '').split(',').map((part) => part.trim()))].filter(Boolean);

/** @throws Error when the benchmark compares with nobody of that name */
export function assertRivals(name, against, rivals = []) {
  const unknown = against.filter((rival) => !rivals.includes(rival));
  if (unknown.length === 0) return;
  const known = rivals.length === 0 ? `${name} compares with nobody` : `${name} compares with ${rivals.join(', ')}`;
  throw new Error(`--against ${unknown.join(',')}: ${known}`);
}
