import { AppError } from '@docmind/errors';
import type { FastifyInstance } from 'fastify';
import type { Connections } from './connections.js';
import type { RouteRoles } from './route-roles.js';

/** The end of a door: no new request is begun, and those that run may finish. Probes are answered to the last. */
export class Drain {
  private ending: Promise<void> | undefined;

  constructor(
    private readonly connections: Connections,
    private readonly limitMs: number,
  ) {}

  refuseIn(fastify: FastifyInstance, roles: RouteRoles): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!this.ending || roles.isOpen(request)) return done();
      reply.header('connection', 'close');
      done(new AppError('UNAVAILABLE', 'The service is shutting down'));
    });
  }

  /** Once, however often it is asked. */
  begin(): Promise<void> {
    return (this.ending ??= this.connections.drain(this.limitMs));
  }
}
