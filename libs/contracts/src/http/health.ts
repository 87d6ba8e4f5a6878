import { z } from 'zod';
import { json, ROLES, type RouteTable } from './route.js';

/** Of a part that is down, what is wrong and since when it was seen so; `problem` of one that goes on in spite of it. */
const partSchema = z.looseObject({
  status: z.enum(['up', 'down']),
  message: z.string().optional(),
  since: z.string().optional(),
  problem: z.string().optional(),
});
const partsSchema = z.record(z.string(), partSchema);

export const liveReplySchema = z.object({ status: z.literal('ok') });

/** Terminus': every part under its name in `details`, those that work in `info`, those that don't in `error`. */
export const readyReplySchema = z
  .object({
    status: z.enum(['ok', 'error', 'shutting_down']),
    info: partsSchema,
    error: partsSchema,
    details: partsSchema,
  })
  .meta({ id: 'Readiness' });
export type ReadyReply = z.infer<typeof readyReplySchema>;

/** What the door of every service has. */
export const SERVICE_ROUTES = {
  'GET /health/live': { summary: 'Whether the process runs', isOpen: true, replies: [json(liveReplySchema)] },
  'GET /health/ready': {
    summary: 'Whether each part that the service needs works; 503 when one does not',
    isOpen: true,
    replies: [json(readyReplySchema)],
    statuses: [200, 503],
  },
  'GET /metrics': {
    summary: 'The figures of the service for Prometheus',
    isOpen: true,
    replies: [{ type: 'text/plain', schema: z.string() }],
  },
  'GET /docs': { summary: 'This description as a page', roles: ROLES, replies: [{ type: 'text/html', schema: z.string() }] },
  'GET /docs/json': { summary: 'This description as OpenAPI 3.1', roles: ROLES, replies: [json(z.looseObject({ openapi: z.string() }))] },
  'GET /docs/yaml': { summary: 'This description as YAML', roles: ROLES, replies: [{ type: 'text/yaml', schema: z.string() }] },
  'GET /docs/{name}': {
    summary: 'A file of the page',
    roles: ROLES,
    replies: [{ type: '*/*', schema: z.string() }],
    errors: ['NOT_FOUND'],
  },
} as const satisfies RouteTable;
