import { AppError } from '@docmind/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** More than any route has. An address may have thousands, and none of them is another one's then. */
const MOST_STEPS = 16;

interface Served {
  readonly steps: readonly string[];
  readonly methods: Set<string>;
}

/** Which methods each path has, for whoever asks with another. */
export class ServedPaths {
  private readonly paths = new Map<string, Served>();

  /** Before the routes are made. */
  hear(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      const known = this.paths.get(url) ?? { steps: stepsOf(url), methods: new Set() };
      for (const one of [method].flat()) known.methods.add(one);
      this.paths.set(url, known);
    });
  }

  /** @returns undefined for a request that has a route, or whose path has none with any method */
  refusalOf({ is404, method, url }: FastifyRequest): AppError | undefined {
    if (!is404) return undefined;
    const asked = stepsOf(url);
    const fitting = [...this.paths.values()].filter(({ steps }) => fits(steps, asked));
    const allowed = [...new Set(fitting.flatMap(({ methods }) => [...methods]))].sort();
    // A route may find that it has nothing after all.
    if (allowed.length === 0 || allowed.includes(method)) return undefined;
    const names = allowed.length === 1 ? allowed[0] : `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`;
    return new AppError('METHOD_NOT_ALLOWED', `${method} is not for this path: ${names} is right`, { details: { allowed } });
  }
}

function stepsOf(url: string): string[] {
  return (url.split('?', 1)[0] ?? '').split('/', MOST_STEPS + 2).slice(1);
}

/** A `:name` stands for one step that is not empty, a `*` for all that are left. */
function fits(steps: readonly string[], asked: readonly string[]): boolean {
  const rest = steps.indexOf('*');
  if (rest < 0 && steps.length !== asked.length) return false;
  const fixed = rest < 0 ? steps : steps.slice(0, rest);
  return asked.length >= fixed.length && fixed.every((step, at) => (step.startsWith(':') ? asked[at] !== '' : step === asked[at]));
}
