import { AppError } from '@docmind/errors';
import { DEFAULT_TENANT } from '@docmind/messaging';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeys } from './api-keys.js';
import type { CommonConfig } from './common-config.js';
import { isAllowedHost, isAllowedOrigin, isLoopback, isOpenPath } from './door.policy.js';
import { setHolder } from './http-context.js';
import { anonymousRoles } from './roles.policy.js';

/** @throws AppError FAILED_PRECONDITION for a door that would be open to the network by accident */
export function loadKeys(config: CommonConfig): ApiKeys | undefined {
  if (config.DOCMIND_API_KEYS_FILE !== undefined) return ApiKeys.load(config.DOCMIND_API_KEYS_FILE);
  if (isLoopback(config.DOCMIND_HOST) || config.ALLOW_ANONYMOUS) return undefined;
  throw new AppError(
    'FAILED_PRECONDITION',
    `DOCMIND_HOST=${config.DOCMIND_HOST} opens the doors to the network: set DOCMIND_API_KEYS_FILE, or ALLOW_ANONYMOUS=true when that is meant`,
  );
}

/** Host, Origin and key are checked before a body is read. */
export function guardDoor(app: NestFastifyApplication, config: CommonConfig, keys: ApiKeys | undefined): void {
  const allowed = config.DOCMIND_ALLOWED_HOSTS.map((name) => name.toLowerCase());
  const anonymous = { tenant: DEFAULT_TENANT, roles: anonymousRoles(isLoopback(config.DOCMIND_HOST)) };
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (isOpenPath(request.url)) return done();
    if (!isAllowedHost(request.headers.host, allowed)) return done(refusedName(`The host "${request.headers.host ?? ''}"`));
    if (!isAllowedOrigin(request.headers.origin, allowed)) return done(refusedName(`The origin "${request.headers.origin ?? ''}"`));
    const holder = keys ? keys.holderOf(request.headers.authorization) : anonymous;
    if (holder === undefined)
      return done(new AppError('UNAUTHENTICATED', 'This door needs a key: send it as "Authorization: Bearer <key>"'));
    setHolder(request, holder);
    done();
  });
}

function refusedName(what: string): AppError {
  return new AppError('PERMISSION_DENIED', `${what} is not allowed here; add its name to DOCMIND_ALLOWED_HOSTS if it should be`);
}
