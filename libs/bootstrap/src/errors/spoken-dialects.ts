import type { Dialect } from '@docmind/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import './speaks.js';

/** More than any route has. */
const MOST_STEPS = 8;

/** In whose words a request is answered when it fails. */
export class SpokenDialects {
  /** By the beginnings of paths, for a path that no route has: whoever asks for it takes it for one of its neighbours. */
  private readonly neighbours = new Map<string, Dialect[]>();

  /** Before the routes are made. */
  hear(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, config }) => {
      const { speaks } = config ?? {};
      if (speaks)
        for (const beginning of beginningsOf(url)) this.neighbours.set(beginning, [...(this.neighbours.get(beginning) ?? []), speaks]);
    });
  }

  of({ routeOptions, is404, url }: FastifyRequest): Dialect {
    return is404 ? this.near(url) : (routeOptions.config.speaks ?? 'docmind');
  }

  /** Of an address that no route was found for. */
  near(url: string): Dialect {
    const nearest = beginningsOf(url).find((beginning) => this.neighbours.has(beginning));
    return mostOf(this.neighbours.get(nearest ?? '') ?? []) ?? 'docmind';
  }
}

/** What most of its neighbours speak: `/v1` is OpenAI's, and has a few routes of Anthropic's. */
function mostOf(spoken: readonly Dialect[]): Dialect | undefined {
  const count = (dialect: Dialect) => spoken.filter((one) => one === dialect).length;
  return spoken.toSorted((one, other) => count(other) - count(one))[0];
}

/** Of `/v1/messages/batches` that, `/v1/messages` and `/v1`: the longest first, and of a long one only the first steps. */
function beginningsOf(url: string): string[] {
  const steps = (url.split('?', 1)[0] ?? '').split('/', MOST_STEPS + 1).slice(1);
  return steps.map((_step, at) => steps.slice(0, steps.length - at).join('/'));
}
