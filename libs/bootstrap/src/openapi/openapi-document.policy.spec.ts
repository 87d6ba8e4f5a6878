import type { RouteTable } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './openapi-document.policy.js';

const json = (schema: z.ZodType) => ({ type: 'application/json', schema });
const thing = z.object({ name: z.string(), size: z.number().default(1) }).meta({ id: 'Thing' });

const ROUTES: RouteTable = {
  'POST /things/{id}': {
    summary: 'Makes a thing',
    roles: ['ingest', 'operate'],
    query: z.object({ limit: z.coerce.number().max(9).default(3) }),
    headers: z.object({ 'x-colour': z.string().optional() }),
    body: json(thing),
    replies: [json(z.object({ thing, more: z.json() })), { type: 'text/event-stream', schema: thing }],
    statuses: [200, 201],
    replyHeaders: z.object({ 'x-age': z.string() }),
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'GET /v1/things': {
    summary: 'The things',
    roles: ['query'],
    speaks: 'openai',
    replies: [json(z.array(thing))],
    errors: ['FAILED_PRECONDITION'],
  },
  'GET /health': { summary: 'Health', isOpen: true, replies: [] },
};
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}
const document = openApiDocument('thing', ROUTES, [...Object.keys(ROUTES), 'GET /forgotten']);
const operation = (path: string, method: string) => document.paths[path]?.[method] as Operation;

describe('openApiDocument', () => {
  it('says what a route takes', () => {
    const { operationId, summary, description, parameters, requestBody, security } = operation('/things/{id}', 'post');
    expect({ operationId, summary, description, security }).toEqual({
      operationId: 'postThingsId',
      summary: 'Makes a thing',
      description: 'Needs the role ingest or operate.',
      security: [{ key: ['ingest', 'operate'] }],
    });
    expect(parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'number', maximum: 9, default: 3 } },
      { name: 'x-colour', in: 'header', required: false, schema: { type: 'string' } },
    ]);
    expect(requestBody).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingInput' } } } });
  });

  it('says what a route gives, in each form and with each status', () => {
    const { responses } = operation('/things/{id}', 'post');
    const answer = {
      headers: { 'x-age': { required: true, schema: { type: 'string' } } },
      content: {
        'application/json': { schema: { required: ['thing', 'more'] } },
        'text/event-stream': { schema: { $ref: '#/components/schemas/Thing' } },
      },
    };
    expect(responses).toMatchObject({ '200': answer, '201': answer });
    expect(Object.keys(responses)).toEqual(['200', '201', '400', '401', '403', '404', '413', '500', '503']);
  });

  it('writes a schema with a name once for each way, and forbids no field that may come later', () => {
    const { schemas } = document.components as { schemas: Record<string, { required: string[]; additionalProperties?: boolean }> };
    expect(schemas.ThingInput?.required).toEqual(['name']);
    expect(schemas.Thing?.required).toEqual(['name', 'size']);
    expect(schemas.Thing).not.toHaveProperty('additionalProperties');
    expect(JSON.stringify(schemas.JsonValue)).toContain('"$ref":"#/components/schemas/JsonValue"');
  });

  it("shows errors in the route's own dialect, those of one status together", () => {
    const { responses } = operation('/v1/things', 'get');
    expect(responses['400']).toMatchObject({
      description: expect.stringContaining('FAILED_PRECONDITION'),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/OpenAiError' } } },
    });
  });

  it('says which routes need no key, and leaves out no route that it has no words for', () => {
    expect(operation('/health', 'get')).toMatchObject({ security: [] });
    expect(Object.keys(operation('/health', 'get').responses)).toEqual(['200', '500']);
    expect(operation('/forgotten', 'get')).toMatchObject({ operationId: 'getForgotten', responses: { default: {} } });
  });
});
