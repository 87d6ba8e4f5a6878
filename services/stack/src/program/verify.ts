import { type Command, InvalidArgumentError } from 'commander';
import { type Stage, STAGES, type VerifyOptions } from '../verify-host/work.policy.js';
import { httpAddress, keyOption, URL_OPTION } from './options.js';

const MOST_QUESTIONS = 10_000;
const MOST_NUMBERS = 16;
const MOST_TOKENS = 1_048_576;
const MOST_AT_ONCE = 256;

export function addVerify(program: Command): void {
  program
    .command('verify-host')
    .description(
      'try on this host what the specification asks of it: speed by context and concurrency, memory, limits, documents; exits 1 when something fails',
    )
    .option(...URL_OPTION)
    .option('--engine-url <address>', 'the inference service (default: where DOCMIND_HOST and INFERENCE_PORT say)', httpAddress)
    .option('--metrics-url <address>', 'the metrics service (default: where DOCMIND_HOST and METRICS_PORT say)', httpAddress)
    .addOption(keyOption())
    .option(
      '--contexts <tokens>',
      'lengths of prompts, separated by commas (default: 1024, 8192, 32768 and the window; less without a GPU)',
      numbersUpTo(MOST_TOKENS),
    )
    .option(
      '--concurrency <numbers>',
      'answers at once, separated by commas (default: 1, 4, 16; less without a GPU)',
      numbersUpTo(MOST_AT_ONCE),
    )
    .option('--only <stages>', `some of ${STAGES.join(', ')}`, stages)
    .option('--questions <number>', 'how many for the accuracy (default: 400; 24 without a GPU)', questions)
    .option('--switch <backend>', 'switch to this backend and back, which takes a moment from everybody')
    .option('--engine-log <file>', 'what vLLM printed when it started; - is stdin: docker compose logs --no-log-prefix vllm')
    .option('--earlier <file>', 'a report of --json to compare with: the same host with BF16 weights, or another attention backend')
    .option('--json <file>', 'write the report there, too')
    .action(async (options: VerifyOptions) => (await import('../verify-host/verify-host.js')).verifyHost(options));
}

function numbersUpTo(most: number): (given: string) => number[] {
  return (given) => {
    const all = given.split(',').map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : 0));
    if (all.length <= MOST_NUMBERS && all.every((number) => number > 0 && number <= most)) return all;
    throw new InvalidArgumentError(`At most ${MOST_NUMBERS} whole numbers from 1 to ${most} are right, separated by commas.`);
  };
}

function stages(given: string): Stage[] {
  const named = given.split(',');
  const known = STAGES.filter((stage) => named.includes(stage));
  if (known.length === named.length) return known;
  throw new InvalidArgumentError(`Some of ${STAGES.join(', ')} are right, separated by commas.`);
}

function questions(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count > 0 && count <= MOST_QUESTIONS) return count;
  throw new InvalidArgumentError(`A whole number from 1 to ${MOST_QUESTIONS} is right.`);
}
