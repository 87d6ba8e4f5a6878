import { parseArgs } from 'node:util';

const MAX_SECONDS = 3_600;
const USUAL = { seconds: 5, rounds: 3 };
const QUICK = { seconds: 1, rounds: 2 };

/** The name comes first, as it says which options there are beside the usual ones. */
export function nameOf([first]) {
  return first === undefined || first.startsWith('-') ? undefined : first;
}

/**
 * @param own a benchmark's own options, as `parseArgs` takes them
 * @returns {{name: string | undefined, seconds: number, rounds: number, quick: boolean, against: string[]}} and the own options
 * @throws Error naming what is wrong and what would be right
 */
export function readArguments(given, own = {}) {
  const { values, positionals } = parse(given, own);
  if (positionals.length > 1) throw new Error(`one benchmark at a time, not ${positionals.join(' and ')}`);
  const quick = values.quick === true;
  const byDefault = quick ? QUICK : USUAL;
  return {
    ...Object.fromEntries(Object.keys(own).map((name) => [name, values[name]])),
    name: positionals[0],
    seconds: values.seconds === undefined ? byDefault.seconds : secondsOf(values.seconds),
    rounds: byDefault.rounds,
    quick,
    against: listOf(values.against),
  };
}

function parse(args, own) {
  try {
    const options = { seconds: { type: 'string' }, quick: { type: 'boolean' }, against: { type: 'string' }, ...own };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (thrown) {
    const names = ['--seconds N', '--quick', '--against NAME,NAME', ...Object.keys(own).map((name) => `--${name} VALUE`)];
    const listed = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    throw new Error(`${thrown.message.split('. ')[0]}; the options are ${listed}`, { cause: thrown });
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
