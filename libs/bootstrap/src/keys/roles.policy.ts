import { type Role, ROLES } from '@docmind/contracts';

/** Of a key that names no roles, and of anonymous callers from elsewhere: neither may judge answers or take the service apart. */
export const DEFAULT_ROLES: readonly Role[] = ['query', 'ingest'];

/** Who reaches a door without keys. On loopback it is whoever sits at this machine. */
export function anonymousRoles(doorIsLoopback: boolean): readonly Role[] {
  return doorIsLoopback ? ROLES : DEFAULT_ROLES;
}
