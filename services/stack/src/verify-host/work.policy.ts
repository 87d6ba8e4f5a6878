import type { StackOptions } from '../client/open-client.js';
import type { Burst } from './limits.js';
import type { SpeedPlan } from './speed.js';

export const STAGES = ['speed', 'overflow', 'pressure', 'documents', 'switch', 'questions'] as const;
export type Stage = (typeof STAGES)[number];

export interface VerifyOptions extends StackOptions {
  readonly engineUrl?: string;
  readonly metricsUrl?: string;
  /** Prompt lengths in tokens. */
  readonly contexts?: readonly number[];
  readonly concurrency?: readonly number[];
  /** All without it. */
  readonly only?: readonly Stage[];
  readonly questions?: number;
  /** The backend to switch to, and back from. */
  readonly switch?: string;
  /** A file of what vLLM printed. */
  readonly engineLog?: string;
  /** A report of an earlier run. */
  readonly earlier?: string;
  readonly json?: string;
}

export interface Work {
  readonly speed: SpeedPlan;
  readonly burst: Burst;
  readonly questions: number;
}

/** A prompt this close to the window is cut before an engine sees it (CONTEXT_BUFFER_SIZE). */
const READ_SHARE = 0.88;
const ON_GPU = { contexts: [1_024, 8_192, 32_768, 131_072], concurrency: [1, 4, 16], answerTokens: 256, requests: 64, questions: 400 };
const ON_CPU = { contexts: [256, 1_024], concurrency: [1, 2], answerTokens: 48, requests: 8, questions: 24 };

/** What is tried: all of it on a card, a little on a CPU, within the model's window. */
export function workOf({ contexts, concurrency, questions }: VerifyOptions, hasGpu: boolean, windowTokens: number): Work {
  const usual = hasGpu ? ON_GPU : ON_CPU;
  const longest = Math.floor(windowTokens * READ_SHARE) - usual.answerTokens;
  const lengths = (contexts ?? usual.contexts).map((length) => Math.min(length, longest));
  return {
    speed: { contexts: [...new Set(lengths)], concurrency: concurrency ?? usual.concurrency, answerTokens: usual.answerTokens },
    burst: { requests: usual.requests, contextTokens: Math.min(hasGpu ? 8_192 : 256, longest) },
    questions: questions ?? usual.questions,
  };
}
