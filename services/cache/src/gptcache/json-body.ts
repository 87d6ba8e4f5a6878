import type { FastifyInstance } from 'fastify';

/** A body that is no JSON; FastAPI says where and why. */
export class MalformedJson {
  constructor(
    readonly position: number,
    readonly reason: string,
  ) {}
}

const BODY_ROUTES = new Set(['/put', '/get']);
/** Nobody sends it: it stands for "GPTCache's routes read it themselves". */
const AS_GPTCACHE = 'application/x-docmind-gptcache';

/**
 * Has the bodies of GPTCache's routes read as FastAPI reads them: JSON where the content type says so, else a text, and what is no JSON is for the
 * route to refuse. Fastify would refuse it before any route could say so in GPTCache's shape.
 */
export function readGptCacheBodies(fastify: FastifyInstance): void {
  const json = new WeakSet<object>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'];
    if (request.method === 'POST' && BODY_ROUTES.has(request.url.split('?')[0] ?? '')) {
      if (isJson(type)) json.add(request);
      request.headers['content-type'] = AS_GPTCACHE;
    }
    done();
  });
  fastify.addContentTypeParser(AS_GPTCACHE, { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    // An empty body is one that is missing.
    if (text === '') return done(null, undefined);
    done(null, json.has(request) ? parsedJson(text) : text);
  });
}

function isJson(type: string | undefined): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type ?? '');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = (error as Error).message;
    return new MalformedJson(positionIn(text, reason), reason);
  }
}

/** As near as the engine says. */
function positionIn(text: string, reason: string): number {
  const [, position] = /at position (\d+)/.exec(reason) ?? [];
  if (position !== undefined) return Number(position);
  const [, token] = /^Unexpected token '(.)'/su.exec(reason) ?? [];
  return token === undefined ? text.length : Math.max(0, text.indexOf(token));
}
