import type { Dialect } from '@docmind/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import './speaks.js';

/** In whose words a request is answered when it fails. */
export class SpokenDialects {
  /** By the first step of a path, for a path that no route has: whoever asks for it takes it for one of its neighbours. */
  private readonly neighbours = new Map<string, Dialect[]>();

  /** Before the routes are made. */
  hear(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, config }) => {
      if (config?.speaks) this.neighbours.set(firstStep(url), [...(this.neighbours.get(firstStep(url)) ?? []), config.speaks]);
    });
  }

  of({ routeOptions, is404, url }: FastifyRequest): Dialect {
    return is404 ? this.near(url) : (routeOptions.config.speaks ?? 'docmind');
  }

  /** Of an address that no route was found for. */
  near(url: string): Dialect {
    return mostOf(this.neighbours.get(firstStep(url)) ?? []) ?? 'docmind';
  }
}

/** What most of its neighbours speak: `/v1` is OpenAI's, and has a few routes of Anthropic's. */
function mostOf(spoken: readonly Dialect[]): Dialect | undefined {
  const count = (dialect: Dialect) => spoken.filter((one) => one === dialect).length;
  return spoken.toSorted((one, other) => count(other) - count(one))[0];
}

function firstStep(url: string): string {
  return url.split(/[/?]/, 2)[1] ?? '';
}
