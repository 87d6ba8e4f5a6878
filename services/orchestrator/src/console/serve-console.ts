import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Nothing from elsewhere, nothing inline, and in no frame. */
const POLICY = ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"].join('; ');

const GUARDS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

const NOT_BUILT = `<!doctype html><html lang="en"><title>DocMind</title>
<p>The page is not built: run <code>npm run build</code> and start again. Everything else of this door works.</p></html>`;

/** The console at `/`. The page itself is asked for anew each time; its files carry a hash of their content in their names and never change. */
export async function serveConsole(fastify: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    fastify.get('/', (_request, reply: FastifyReply) => reply.code(503).headers(GUARDS).type('text/html; charset=utf-8').send(NOT_BUILT));
    return;
  }
  await fastify.register(staticFiles, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    redirect: false,
    maxAge: '365d',
    immutable: true,
    preCompressed: true,
    setHeaders: (reply) => void reply.headers(GUARDS),
  });
  fastify.get('/', (_request, reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').sendFile('index.html', folder, { cacheControl: false }),
  );
}
