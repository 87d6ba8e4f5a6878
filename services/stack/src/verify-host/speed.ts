import { toAppError } from '@docmind/errors';
import { type Check, judged, noData } from './check.js';
import type { EngineDoor, Generation } from './engine-door.js';
import { proseOf } from './prose.policy.js';

export interface SpeedPlan {
  /** Prompt lengths, in tokens. */
  readonly contexts: readonly number[];
  readonly concurrency: readonly number[];
  /** Of each answer. */
  readonly answerTokens: number;
}

export interface Speed {
  readonly contextTokens: number;
  readonly atOnce: number;
  readonly runs: readonly Generation[];
  readonly wallMs: number;
}

const TASK = '\n\nForget the inventory. Count upwards from 1, one number a line, without an end: 1, 2, 3, and so on.';
const SAMPLE_CHARS = 4_000;
/** Of an engine that can't count: about right for English, and the rates are of the tokens that it tells afterwards. */
const USUAL_CHARS_PER_TOKEN = 4;
/** Of the specification, for a model of 4B parameters in FP8. */
const DECODE_TARGET = 100;
const PREFILL_TARGET = 800;

/** Makes prompts of so many tokens, by the engine's own tokenizer where it has one. */
export class Prompts {
  private seed = 1_000_000 + Math.floor(Math.random() * 1e9);

  private constructor(private readonly charsPerToken: number) {}

  static async for(door: Pick<EngineDoor, 'tokens'>): Promise<Prompts> {
    const counted = await door.tokens(proseOf(1, SAMPLE_CHARS)).catch(() => undefined);
    return new Prompts(counted ? SAMPLE_CHARS / counted.count : USUAL_CHARS_PER_TOKEN);
  }

  next(tokens: number): string {
    this.seed += 1;
    return proseOf(this.seed, Math.max(32, Math.round(tokens * this.charsPerToken) - TASK.length)) + TASK;
  }
}

/** So many answers at once, each to a prompt of its own. */
export async function measureSpeed(
  door: EngineDoor,
  prompts: Prompts,
  contextTokens: number,
  atOnce: number,
  answerTokens: number,
): Promise<Speed> {
  const asked = Array.from({ length: atOnce }, () => ({ prompt: prompts.next(contextTokens), maxTokens: answerTokens }));
  const startedAt = performance.now();
  const runs = await Promise.all(asked.map((request) => door.generate(request)));
  return { contextTokens, atOnce, runs, wallMs: performance.now() - startedAt };
}

/** Each length with each number at once; one that the engine refuses has no data, and its words. */
export async function speedChecks(door: EngineDoor, plan: SpeedPlan, onDone: (says: string) => void): Promise<Check[]> {
  const prompts = await Prompts.for(door);
  await measureSpeed(door, prompts, 64, 1, 8);
  const checks: Check[] = [];
  for (const contextTokens of plan.contexts)
    for (const atOnce of plan.concurrency) {
      onDone(`${contextTokens} tokens of prompt, ${atOnce} at once`);
      try {
        checks.push(...checksOf(await measureSpeed(door, prompts, contextTokens, atOnce, plan.answerTokens)));
      } catch (thrown) {
        checks.push(noData(idOf('speed', contextTokens, atOnce), whatOf('speed', contextTokens, atOnce), toAppError(thrown).message));
      }
    }
  return checks;
}

/** The targets are for one answer at a time. */
export function checksOf({ contextTokens, atOnce, runs, wallMs }: Speed): Check[] {
  const of = (kind: string) => ({
    id: idOf(kind, contextTokens, atOnce),
    what: whatOf(kind, contextTokens, atOnce),
    unit: 'tokens/s' as const,
  });
  const rates = runs.map(decodeRate);
  const told = rates.filter((rate) => rate !== undefined);
  const prompt = runs.reduce((sum, { promptTokens }) => sum + promptTokens, 0);
  const firstTokenMs = Math.max(...runs.map((run) => run.firstTokenMs));
  const isAlone = atOnce === 1;
  const decoded = {
    ...of('decode'),
    value: told.length === 0 ? null : median(told),
    note: told.length === 0 ? 'the answers had one token' : 'of each answer, the median',
  };
  const prefill = {
    ...of('prefill'),
    value: prompt / (firstTokenMs / 1_000),
    note: `${prompt} tokens until the last first token, waiting included`,
  };
  const total = runs.reduce((sum, { completionTokens }) => sum + completionTokens, 0) / (wallMs / 1_000);
  return [
    judged({ ...decoded, ...(isAlone ? { target: { atLeast: DECODE_TARGET } } : {}) }),
    judged({ ...prefill, ...(isAlone ? { target: { atLeast: PREFILL_TARGET } } : {}) }),
    ...(isAlone ? [] : [judged({ ...of('all answers'), value: total, note: 'from the first request to the last token' })]),
  ];
}

function decodeRate({ completionTokens, firstTokenMs, totalMs }: Generation): number | undefined {
  return completionTokens < 2 || totalMs <= firstTokenMs ? undefined : (completionTokens - 1) / ((totalMs - firstTokenMs) / 1_000);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

function idOf(kind: string, contextTokens: number, atOnce: number): string {
  return `${kind.replace(' ', '-')}-${contextTokens}x${atOnce}`;
}

function whatOf(kind: string, contextTokens: number, atOnce: number): string {
  return `${kind} behind ${contextTokens.toLocaleString('en-US')} tokens${atOnce === 1 ? '' : `, ${atOnce} at once`}`;
}
