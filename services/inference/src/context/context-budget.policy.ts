/** The settings as they are meant for a window of `maxContextTokens`; a smaller window takes its share of each. */
export interface ContextSettings {
  readonly strategy: 'sliding_window' | 'reject' | 'none';
  readonly maxContextTokens: number;
  readonly trimThresholdTokens: number;
  readonly bufferTokens: number;
  readonly overlapTokens: number;
}

export interface ContextBudget {
  /** What prompt and answer must fit into. */
  readonly limitTokens: number;
  /** Of these the answer's. */
  readonly answerTokens: number;
  /** A prompt above it is trimmed. */
  readonly triggerTokens: number;
  /** No prompt may have more. */
  readonly promptTokens: number;
  readonly headTokens: number;
  readonly tailTokens: number;
  readonly overlapTokens: number;
}

/** 20K at the start and 100K at the end of 128K: instructions and the first facts stand at the start, what is talked about at the end. */
const HEAD_SHARE = 20 / 128;
const TAIL_SHARE = 100 / 128;

/** @param windowTokens the model's own window, undefined where the engine doesn't tell */
export function limitOf({ maxContextTokens }: ContextSettings, windowTokens: number | undefined): number {
  return Math.min(maxContextTokens, windowTokens ?? Infinity);
}

/** @param windowTokens as `limitOf` takes it */
export function contextBudget(settings: ContextSettings, windowTokens: number | undefined, maxTokens: number | undefined): ContextBudget {
  const limitTokens = limitOf(settings, windowTokens);
  const share = limitTokens / settings.maxContextTokens;
  // An answer has at least one token.
  const answerTokens = maxTokens ?? 1;
  const bufferTokens = Math.ceil(settings.bufferTokens * share);
  return {
    limitTokens,
    answerTokens,
    triggerTokens: Math.min(Math.floor(settings.trimThresholdTokens * share), limitTokens - bufferTokens - (maxTokens ?? 0)),
    promptTokens: limitTokens - answerTokens,
    headTokens: Math.floor(limitTokens * HEAD_SHARE),
    tailTokens: Math.floor(limitTokens * TAIL_SHARE),
    overlapTokens: Math.floor(settings.overlapTokens * share),
  };
}
