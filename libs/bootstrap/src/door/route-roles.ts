import type { Role, RouteContract, RouteTable } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KeyHolder } from '../keys/key-entry.js';
import { describedPath } from './described-path.policy.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the service's table says of the route. */
    contract?: RouteContract | undefined;
  }
}

/** Who may ask which route, as the service's table has it. */
export class RouteRoles {
  private readonly undeclared = new Set<string>();

  constructor(private readonly routes: RouteTable) {}

  /** Before the routes are made. */
  hear(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      for (const method of [route.method].flat()) {
        const name = routeOf(method, route.url);
        const contract = this.routes[name];
        route.config = { ...route.config, contract };
        if (!contract) this.undeclared.add(name);
      }
    });
  }

  /** @throws AppError INTERNAL naming routes that the table lacks: nobody has said who may ask them */
  assertAllDeclared(): void {
    if (this.undeclared.size === 0) return;
    throw new AppError('INTERNAL', `These routes have no entry in the service's table: ${[...this.undeclared].join(', ')}`);
  }

  /** Watched by probes and Prometheus under whatever host name; it shows figures only. */
  isOpen(request: FastifyRequest): boolean {
    return contractOf(request)?.isOpen ?? false;
  }

  /** Whether only operators may ask it, and it changes something. */
  isOperating(request: FastifyRequest): boolean {
    const { roles = [] } = contractOf(request) ?? {};
    return roles.every((role) => role === 'operate') && !['GET', 'HEAD'].includes(request.method);
  }

  /** Whether it counts against a key's concurrent questions. */
  isQuestion(request: FastifyRequest): boolean {
    return contractOf(request)?.isQuestion ?? false;
  }

  /** A path that no route has is left to be told so. @throws AppError PERMISSION_DENIED naming the role that is missing */
  assertAllowed(request: FastifyRequest, holder: KeyHolder): void {
    if (request.is404) return;
    const needed: readonly Role[] = contractOf(request)?.roles ?? [];
    if (needed.some((role) => holder.roles.includes(role))) return;
    const names = needed.map((role) => `"${role}"`).join(' or ');
    throw new AppError('PERMISSION_DENIED', `This needs the role ${names}; use a key whose "roles" name it`);
  }
}

function contractOf({ is404, routeOptions }: FastifyRequest): RouteContract | undefined {
  return is404 ? undefined : routeOptions.config.contract;
}

/** HEAD is GET without the body. */
function routeOf(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${describedPath(url)}`;
}
