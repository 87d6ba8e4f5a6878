import { ERROR_REPLIES, type ErrorCode, type Payload, type RouteContract, type RouteTable } from '@docmind/contracts';
import { ERROR_CATALOGUE } from '@docmind/errors';
import type { ZodObject } from 'zod';
import { type JsonSchema, SchemaBook } from './schema-book.js';

interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly description: string; readonly version: string };
  readonly paths: Record<string, Record<string, object>>;
  readonly components: object;
}

/** The routes that a service has, in the words of its table. A route that the table lacks is there without words. */
export function openApiDocument(service: string, routes: RouteTable, served: readonly string[]): OpenApiDocument {
  const book = new SchemaBook();
  const paths: OpenApiDocument['paths'] = {};
  for (const route of served) {
    const [method = '', path = ''] = route.split(' ');
    const described = routes[route];
    (paths[path] ??= {})[method.toLowerCase()] = {
      operationId: operationIdOf(method, path),
      tags: [path.split('/')[1] || service],
      ...(described ? operationOf(described, path, book) : { responses: { default: { description: 'Not described' } } }),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: `DocMind API: ${service}`, description: `The HTTP routes of DocMind’s ${service} service`, version: '0.1.0' },
    paths,
    components: { schemas: book.components, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  };
}

/** `GET /documents/{id}` is `getDocumentsId`. */
function operationIdOf(method: string, path: string): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function operationOf(route: RouteContract, path: string, book: SchemaBook): object {
  const { summary, roles, body, query, headers } = route;
  return {
    summary,
    ...(roles ? { description: `Needs the role ${roles.join(' or ')}.` } : {}),
    security: roles ? [{ key: [...roles] }] : [],
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...fieldsOf(query, 'input', book).map((field) => ({ ...field, in: 'query' })),
      ...fieldsOf(headers, 'input', book).map((field) => ({ ...field, in: 'header' })),
    ],
    ...(body ? { requestBody: { required: true, content: contentOf([body], 'input', book) } } : {}),
    responses: { ...successesOf(route, book), ...failuresOf(route, book) },
  };
}

function fieldsOf(object: ZodObject | undefined, way: 'input' | 'output', book: SchemaBook) {
  if (!object) return [];
  const { properties = {}, required = [] } = book.of(object, way) as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, required: required.includes(name), schema }));
}

function contentOf(payloads: readonly Payload[], way: 'input' | 'output', book: SchemaBook): object {
  return Object.fromEntries(payloads.map(({ type, schema }) => [type, { schema: book.of(schema, way) }]));
}

function successesOf({ replies, statuses = [200], replyHeaders }: RouteContract, book: SchemaBook): object {
  const headers = fieldsOf(replyHeaders, 'output', book).map(({ name, ...header }) => [name, header]);
  const answer = {
    description: 'The answer',
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(replies.length > 0 ? { content: contentOf(replies, 'output', book) } : {}),
  };
  return Object.fromEntries(statuses.map((status) => [status, answer]));
}

function failuresOf(route: RouteContract, book: SchemaBook): object {
  const schema = book.of(ERROR_REPLIES[route.speaks ?? 'docmind'], 'output');
  const content = { 'application/json': { schema } };
  const meanings = new Map<number, string[]>();
  for (const code of codesOf(route)) {
    const { httpStatus, meaning } = ERROR_CATALOGUE[code];
    // Two codes may share a status.
    meanings.set(httpStatus, [...(meanings.get(httpStatus) ?? []), `${code}: ${meaning}`]);
  }
  return Object.fromEntries([...meanings].map(([status, of]) => [status, { description: of.join('. '), content }]));
}

function codesOf({ isOpen, body, query, errors = [] }: RouteContract): ErrorCode[] {
  const ofDoor: ErrorCode[] = isOpen ? [] : ['UNAUTHENTICATED', 'PERMISSION_DENIED'];
  const ofRequest: ErrorCode[] = body || query ? ['INVALID_ARGUMENT'] : [];
  const ofBody: ErrorCode[] = body ? ['PAYLOAD_TOO_LARGE'] : [];
  return [...new Set([...ofRequest, ...ofBody, ...ofDoor, ...errors, 'INTERNAL' as const])];
}
