import { ConfigError } from '@docmind/config';
import { CONSOLE_HEADER } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { DEFAULT_TENANT } from '@docmind/messaging';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditLog } from '../audit/audit-log.js';
import type { CommonConfig } from '../config/common-config.js';
import { assertNotTooDeep } from './body-depth.policy.js';
import { notedIn, setHolder } from './http-context.js';
import { ApiKeys } from '../keys/api-keys.js';
import { keyInCookie } from '../keys/key-cookie.policy.js';
import type { KeyHolder } from '../keys/key-entry.js';
import { type Admission, KeyUsage } from '../keys/key-usage.js';
import { anonymousRoles } from '../keys/roles.policy.js';
import { answerCors } from './cors.js';
import { isAllowedHost, isAllowedOrigin, isLoopback } from './door.policy.js';
import type { RouteRoles } from './route-roles.js';

/** @throws ConfigError for a door that would be open to the network by accident, AppError FAILED_PRECONDITION for a keys file that can't be used */
export function loadKeys(config: CommonConfig): ApiKeys | undefined {
  if (config.DOCMIND_API_KEYS_FILE !== undefined) return ApiKeys.load(config.DOCMIND_API_KEYS_FILE);
  if (isLoopback(config.DOCMIND_HOST) || config.ALLOW_ANONYMOUS) return undefined;
  const problem = `${config.DOCMIND_HOST} opens the doors to the network: set DOCMIND_API_KEYS_FILE, or ALLOW_ANONYMOUS=true when that is meant`;
  throw new ConfigError([{ variable: 'DOCMIND_HOST', problem }]);
}

/** The one guard of a door: host, origin, key, role, limits, before a body is read or anything else is done. Whom it refuses is audited. */
export function guardDoor(
  app: NestFastifyApplication,
  config: CommonConfig,
  keys: ApiKeys | undefined,
  roles: RouteRoles,
  audit: AuditLog,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  const admit = admissionOf(config, keys, roles, audit);
  roles.hear(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (answerCors(request, reply, config.DOCMIND_CORS_ORIGINS)) return;
    if (roles.isOpen(request)) return done();
    try {
      admit(request, reply);
      done();
    } catch (refused) {
      done(refused as AppError);
    }
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    try {
      assertNotTooDeep(request.body);
      done();
    } catch (refused) {
      done(refused as AppError);
    }
  });
}

/** @returns what throws for a request that may not come in, as an AppError */
function admissionOf(config: CommonConfig, keys: ApiKeys | undefined, roles: RouteRoles, audit: AuditLog) {
  const allowed = config.DOCMIND_ALLOWED_HOSTS.map((name) => name.toLowerCase());
  const anonymous = { keyId: 'anonymous', tenant: DEFAULT_TENANT, roles: anonymousRoles(isLoopback(config.DOCMIND_HOST)) };
  const usage = new KeyUsage();
  return (request: FastifyRequest, reply: FastifyReply): void => {
    let holder: KeyHolder | undefined;
    const refuse = (refused: AppError): AppError => {
      audit.record({ event: 'refused', ...auditedOf(request, holder), code: refused.code, reason: refused.message });
      return refused;
    };
    try {
      assertNames(request, allowed, config.DOCMIND_CORS_ORIGINS);
      holder = holderOf(request, keys) ?? anonymous;
      roles.assertAllowed(request, holder);
      const admission = usage.admit(holder, Number(request.headers['content-length'] ?? 0), roles.isQuestion(request));
      setHolder(request, holder, refuse, admission && countUntilClosed(request, reply, admission));
      if (roles.isOperating(request)) auditWhenDone(audit, request, reply, holder);
    } catch (refused) {
      throw refuse(refused as AppError);
    }
  };
}

function auditWhenDone(audit: AuditLog, request: FastifyRequest, { raw }: FastifyReply, holder: KeyHolder): void {
  const facts = auditedOf(request, holder);
  raw.once('close', () =>
    audit.record({ event: 'operated', ...facts, ...notedIn(request), status: raw.statusCode, isFinished: raw.writableFinished }),
  );
}

/** The route, not the path: ids in a path are a tenant's own. */
function auditedOf({ id, method, routeOptions, socket }: FastifyRequest, holder: KeyHolder | undefined): object {
  const who = holder ? { keyId: holder.keyId, tenant: holder.tenant } : {};
  return { ...who, address: socket.remoteAddress ?? '', route: `${method} ${routeOptions.url ?? '(none)'}`, requestId: id };
}

/** A page elsewhere must not reach a door by a name that its own site made up. */
function assertNames({ headers: { host, origin } }: FastifyRequest, allowed: readonly string[], origins: readonly string[]): void {
  if (!isAllowedHost(host, allowed)) throw refusedName(`The host "${host ?? ''}"`);
  if (!origins.includes(origin ?? '') && !isAllowedOrigin(origin, allowed)) throw refusedName(`The origin "${origin ?? ''}"`);
}

function holderOf({ headers, socket }: FastifyRequest, keys: ApiKeys | undefined): KeyHolder | undefined {
  return keys?.admit(headers.authorization ?? bearerOf(headers['x-api-key'] ?? consoleKey(headers)), socket.remoteAddress ?? '');
}

/** Anthropic's clients send the key by itself. */
function bearerOf(key: string | string[] | undefined): string | undefined {
  return typeof key === 'string' ? `Bearer ${key}` : undefined;
}

/** A cookie comes with whatever a browser sends here, so it counts for what says that the console itself asks: no form of another site can. */
function consoleKey(headers: FastifyRequest['headers']): string | undefined {
  return headers[CONSOLE_HEADER] === undefined ? undefined : keyInCookie(headers.cookie);
}

/** Bytes of a body whose length nobody announced are counted when they have come. @returns what counts tokens */
function countUntilClosed({ headers, socket }: FastifyRequest, reply: FastifyReply, admission: Admission): (tokens: number) => void {
  const before = socket.bytesRead;
  reply.raw.once('close', () => {
    if (headers['content-length'] === undefined) admission.spend('bytesPerMinute', socket.bytesRead - before);
    admission.leave();
  });
  return (tokens) => admission.spend('tokensPerMinute', tokens);
}

function refusedName(what: string): AppError {
  return new AppError('PERMISSION_DENIED', `${what} is not allowed here; add its name to DOCMIND_ALLOWED_HOSTS if it should be`);
}
