/** How long a stream may say nothing. */
export interface SilenceLimits {
  readonly firstMs: number;
  readonly nextMs: number;
}

const BYTES_PER_TOKEN = 4;
/** Slow on purpose: 50 prompt tokens a second are a model of 4B on a few cores. Who gives up too early only makes it read the prompt again. */
const PREFILL_MS_PER_TOKEN = 20;

/**
 * Before its first token an engine reads the whole prompt, so that silence may last longer.
 * @param stallTimeoutMs between two tokens; undefined where nothing but the deadline ends a silence
 */
export function silenceLimits(requestBytes: number, stallTimeoutMs: number | undefined): SilenceLimits | undefined {
  if (stallTimeoutMs === undefined) return undefined;
  const prefillMs = (requestBytes / BYTES_PER_TOKEN) * PREFILL_MS_PER_TOKEN;
  // Whole seconds: Node keeps a list of timers for each duration.
  return { firstMs: stallTimeoutMs + Math.floor(prefillMs / 1_000) * 1_000, nextMs: stallTimeoutMs };
}
