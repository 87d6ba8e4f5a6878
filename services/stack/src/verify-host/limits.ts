import { AppError, toAppError } from '@docmind/errors';
import { type Check, held, judged, noData } from './check.js';
import type { EngineDoor } from './engine-door.js';
import type { Prompts } from './speed.js';

type PromptSource = Pick<Prompts, 'next'>;

export interface Burst {
  readonly requests: number;
  readonly contextTokens: number;
}

const TRIM_SECONDS = 'docmind_inference_context_trim_seconds_sum';
/** Of the specification. */
const MOST_TRIM_SECONDS = 0.1;
const OVERLONG = 1.15;
/** What a full engine may say; anything else is a fault. */
const BUSY: readonly unknown[] = [429, 503];
const ANSWER_TOKENS = 16;

/** A prompt longer than the window: cut or refused with its counts, and never an engine's error. */
export async function overflowChecks(
  door: Pick<EngineDoor, 'generate' | 'metric'>,
  prompts: PromptSource,
  windowTokens: number | undefined,
): Promise<Check[]> {
  const [id, what] = ['context-overflow', 'a prompt longer than the window is cut, or refused with its counts'];
  if (windowTokens === undefined) return [noData(id, what, 'the engine tells no window')];
  const before = await door.metric(TRIM_SECONDS);
  try {
    const { promptTokens, trimmedTokens } = await door.generate({
      prompt: prompts.next(Math.round(windowTokens * OVERLONG)),
      maxTokens: ANSWER_TOKENS,
    });
    const took = (await door.metric(TRIM_SECONDS)) - before;
    const note = `${trimmedTokens} tokens were left out of its middle, ${promptTokens} were read`;
    const trimmed = { id: 'context-trimming', what: 'leaving them out', unit: 'seconds' as const, target: { below: MOST_TRIM_SECONDS } };
    return [
      held(id, what, trimmedTokens > 0 && promptTokens <= windowTokens, note),
      judged({ ...trimmed, value: trimmedTokens > 0 ? took : null }),
    ];
  } catch (thrown) {
    const { message } = toAppError(thrown);
    if (BUSY.includes(statusOf(thrown))) return [noData(id, what, message)];
    return [held(id, what, statusOf(thrown) === 400 && /\d tokens/.test(message), message)];
  }
}

/** More at once than it has memory for: each is answered or turned away with words, and the next one is answered. */
export async function pressureChecks(
  door: Pick<EngineDoor, 'generate'>,
  prompts: PromptSource,
  { requests, contextTokens }: Burst,
): Promise<Check[]> {
  const what = `${requests} prompts of ${contextTokens} tokens at once: answered, or turned away with 429 or 503`;
  const outcomes = await Promise.all(Array.from({ length: requests }, () => outcomeOf(door, prompts.next(contextTokens))));
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  const faults = outcomes.filter((one) => one !== 'answered' && one !== 'busy');
  const note = `${count('answered')} answered, ${count('busy')} turned away${faults.length > 0 ? `, ${faults.length} failed: ${faults[0]}` : ''}`;
  const after = await outcomeOf(door, prompts.next(64));
  return [
    held('pressure', what, faults.length === 0 && count('answered') > 0, note),
    held('after-pressure', 'the next prompt is answered', after === 'answered', after),
  ];
}

async function outcomeOf(door: Pick<EngineDoor, 'generate'>, prompt: string): Promise<string> {
  try {
    await door.generate({ prompt, maxTokens: ANSWER_TOKENS });
    return 'answered';
  } catch (thrown) {
    return BUSY.includes(statusOf(thrown)) ? 'busy' : toAppError(thrown).message;
  }
}

/** There and back, as operators do it. Running answers of others are waited for. */
export async function switchChecks(door: Pick<EngineDoor, 'active' | 'switchTo'>, name: string | undefined): Promise<Check[]> {
  const [id, what, target] = ['backend-switch', 'switch of backends', { below: 5 }] as const;
  if (name === undefined) return [noData(id, what, 'only with --switch <backend>, as it changes who answers')];
  const { name: home } = await door.active();
  const checks: Check[] = [];
  for (const next of [name, home]) {
    const { tookMs } = await door.switchTo(next);
    await door.active();
    checks.push(judged({ id: `${id}-to-${next}`, what: `switch to ${next}`, unit: 'seconds', value: tookMs / 1_000, target }));
  }
  return checks;
}

function statusOf(thrown: unknown): unknown {
  return thrown instanceof AppError ? thrown.details?.['status'] : undefined;
}
