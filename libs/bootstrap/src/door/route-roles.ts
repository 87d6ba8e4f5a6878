import type { Role, RouteContract, RouteTable } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KeyHolder } from '../keys/key-entry.js';
import { describedPath } from './described-path.policy.js';

const CONTRACT = Symbol('contract');
type Known = FastifyRequest & { [CONTRACT]?: RouteContract | undefined };

/** Who may ask which route, as the service's table has it. */
export class RouteRoles {
  private readonly served = new Set<string>();
  /** By method and the path as Fastify writes it: as many as there are routes. */
  private readonly found = new Map<string, RouteContract | undefined>();

  constructor(private readonly routes: RouteTable) {}

  /** Before the routes are made. */
  hear(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) this.served.add(routeOf(one, url));
    });
  }

  /** @throws AppError INTERNAL naming routes that the table lacks: nobody has said who may ask them */
  assertAllDeclared(): void {
    const missing = [...this.served].filter((route) => !this.routes[route]);
    if (missing.length > 0) throw new AppError('INTERNAL', `These routes have no entry in the service's table: ${missing.join(', ')}`);
  }

  /** Watched by probes and Prometheus under whatever host name; it shows figures only. */
  isOpen(request: FastifyRequest): boolean {
    return this.contractOf(request)?.isOpen ?? false;
  }

  /** Whether only operators may ask it, and it changes something. */
  isOperating(request: FastifyRequest): boolean {
    const { roles = [] } = this.contractOf(request) ?? {};
    return roles.every((role) => role === 'operate') && !['GET', 'HEAD'].includes(request.method);
  }

  /** Whether it counts against a key's concurrent questions. */
  isQuestion(request: FastifyRequest): boolean {
    return this.contractOf(request)?.isQuestion ?? false;
  }

  /** A path that no route has is left to be told so. @throws AppError PERMISSION_DENIED naming the role that is missing */
  assertAllowed(request: FastifyRequest, holder: KeyHolder): void {
    if (request.is404) return;
    const needed: readonly Role[] = this.contractOf(request)?.roles ?? [];
    if (needed.some((role) => holder.roles.includes(role))) return;
    const names = needed.map((role) => `"${role}"`).join(' or ');
    throw new AppError('PERMISSION_DENIED', `This needs the role ${names}; use a key whose "roles" name it`);
  }

  /** Asked several times a request; Fastify makes its `routeOptions` anew each time. */
  private contractOf(request: Known): RouteContract | undefined {
    return request[CONTRACT] === undefined ? (request[CONTRACT] = this.contractFor(request)) : request[CONTRACT];
  }

  private contractFor({ method, routeOptions, is404 }: FastifyRequest): RouteContract | undefined {
    if (is404) return undefined;
    const { url = '' } = routeOptions;
    const key = `${method} ${url}`;
    const known = this.found.get(key);
    if (known) return known;
    const contract = this.routes[routeOf(method, url)];
    this.found.set(key, contract);
    return contract;
  }
}

/** HEAD is GET without the body. */
function routeOf(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${describedPath(url)}`;
}
