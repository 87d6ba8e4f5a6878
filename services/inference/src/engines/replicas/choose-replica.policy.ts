export interface ReplicaLoad {
  readonly running: number;
  /** It takes so many at once. */
  readonly concurrency: number;
  /** Prompts and answers in flight, estimated. */
  readonly tokens: number;
  /** So far. */
  readonly served: number;
  /** Of this prompt, in its prefix cache by all we know. */
  readonly matchedTokens: number;
}

export interface ReplicaChoice<Load extends ReplicaLoad> {
  readonly chosen: Load;
  readonly reason: 'prefix' | 'load';
}

/** A shorter common beginning is a system prompt that any replica has soon. */
const MIN_MATCHED_SHARE = 0.3;
/** More than this times the least loaded one's tokens, and a replica's cache is not worth its queue. */
const MAX_LOAD_RATIO = 1.5;
/** But so much more is no load: a few short requests. What the cache saves isn't either. */
const MIN_SLACK_TOKENS = 2_048;

/**
 * The replica that has most of the prompt cached, unless it has too much to do; else the one with the fewest tokens in flight, and of equal ones
 * the one that served least.
 * @param loads at least one
 * @param promptTokens of the part that was compared
 */
export function chooseReplica<Load extends ReplicaLoad>(loads: readonly Load[], promptTokens: number): ReplicaChoice<Load> {
  const free = loads.filter(({ running, concurrency }) => running < concurrency);
  const open = free.length > 0 ? free : loads;
  const least = open.reduce((best, one) => (isLess(one, best) ? one : best));
  const known = open.reduce((best, one) => (knowsMore(one, best) ? one : best));
  const { matchedTokens, tokens } = known;
  const isKnown = matchedTokens > 0 && matchedTokens >= promptTokens * MIN_MATCHED_SHARE;
  const isLight = tokens <= least.tokens * MAX_LOAD_RATIO + Math.max(MIN_SLACK_TOKENS, matchedTokens);
  return isKnown && isLight ? { chosen: known, reason: 'prefix' } : { chosen: least, reason: 'load' };
}

function isLess(one: ReplicaLoad, other: ReplicaLoad): boolean {
  return one.tokens === other.tokens ? one.served < other.served : one.tokens < other.tokens;
}

function knowsMore(one: ReplicaLoad, other: ReplicaLoad): boolean {
  return one.matchedTokens === other.matchedTokens ? isLess(one, other) : one.matchedTokens > other.matchedTokens;
}
