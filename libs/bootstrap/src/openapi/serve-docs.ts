import type { RouteTable } from '@docmind/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describedPath } from '../door/described-path.policy.js';
import type { ServeDocs } from './docs-app.js';

/**
 * `/docs`, `/docs/json` and `/docs/yaml`. What makes them is loaded by the first who asks: a service that starts has no use for it.
 * From here on each route that is made is described. @returns what makes the routes of the description itself
 */
export function describeRoutes(app: NestFastifyApplication, service: string, routes: RouteTable): () => void {
  const fastify = app.getHttpAdapter().getInstance();
  const served: string[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') served.push(`${one} ${describedPath(url)}`);
  });
  let docs: Promise<ServeDocs> | undefined;
  const load = async (): Promise<ServeDocs> => {
    const [{ openApiDocument }, { openDocs }] = await Promise.all([import('./openapi-document.policy.js'), import('./docs-app.js')]);
    return openDocs(`DocMind API: ${service}`, openApiDocument(service, routes, served));
  };
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const serve = await (docs ??= load());
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    serve(request.raw, reply.raw);
  };
  return () => {
    for (const path of ['/docs', '/docs/json', '/docs/yaml', '/docs/*']) fastify.get(path, answer);
  };
}
