import { identifierSchema } from '@docmind/contracts';

export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a request's headers ask of the cache. */
export interface CacheWishes {
  /** Ask the model, whatever is kept. */
  readonly fresh: boolean;
  /** Keep nothing of this answer. */
  readonly keepNothing: boolean;
  /** Answer from the cache or not at all. */
  readonly onlyIfCached: boolean;
  readonly maxAgeSeconds: number | undefined;
  /** A stricter false-hit budget than the service's. */
  readonly budget: number | undefined;
  readonly namespace: string | undefined;
  readonly agent: string | undefined;
}

/**
 * RFC 9111's request directives and our own headers. Directives that a request can't have or that mean nothing here are ignored, as the RFC
 * says. A value that can't be read is refused, because the caller relies on it.
 * @throws RangeError naming the header and what would be right
 */
export function wishesOf(headers: RequestHeaders): CacheWishes {
  const directives = directivesOf(textOf(headers['cache-control']));
  const maxAgeSeconds = secondsOf(directives.get('max-age'), directives.has('max-age'));
  return {
    // No kept answer is 0 seconds old.
    fresh: directives.has('no-cache') || maxAgeSeconds === 0,
    keepNothing: directives.has('no-store'),
    onlyIfCached: directives.has('only-if-cached'),
    maxAgeSeconds,
    budget: budgetOf(textOf(headers['x-docmind-cache-budget'])),
    namespace: namespaceOf(textOf(headers['x-docmind-cache-namespace'])),
    agent: textOf(headers['x-docmind-agent'])?.slice(0, 64),
  };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}

function directivesOf(header: string | undefined): Map<string, string> {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  return new Map(
    parts.filter(Boolean).map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
    }),
  );
}

function secondsOf(value: string | undefined, isGiven: boolean): number | undefined {
  if (!isGiven) return undefined;
  if (value !== undefined && /^\d{1,10}$/.test(value)) return Number(value);
  throw new RangeError('cache-control: max-age must be whole seconds, such as max-age=60');
}

function budgetOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const budget = Number(value);
  if (value.trim() !== '' && budget >= 0 && budget <= 1) return budget;
  throw new RangeError('x-docmind-cache-budget must be a number from 0 (equal questions only) to 1; only one below the service’s counts');
}

function namespaceOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parsed = identifierSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RangeError(`x-docmind-cache-namespace ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
}
