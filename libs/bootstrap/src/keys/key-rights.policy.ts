import type { KeyLimits, Role } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { KeyEntry, KeyHolder } from './key-entry.js';
import { DEFAULT_ROLES } from './roles.policy.js';

interface Rights {
  readonly roles: readonly Role[];
  readonly expiresAt: string | undefined;
  readonly limits: KeyLimits | undefined;
}

/** Nobody hands out more than they have: no other role, no looser limit, no later end. @throws AppError PERMISSION_DENIED naming what is too much */
export function assertWithin(own: KeyHolder, wanted: Rights): void {
  const more = beyond(own, wanted);
  if (more.length > 0)
    throw new AppError('PERMISSION_DENIED', `A key may not have more rights than the one that makes it: ${more.join('; ')}`);
}

/** What is more than the own key has, each in words; empty where nothing is. */
export function beyond(own: KeyHolder, wanted: Rights): string[] {
  return [...rolesBeyond(own, wanted), ...limitsBeyond(own.limits ?? {}, wanted.limits ?? {}), ...endBeyond(own, wanted)];
}

/** What a key that takes the place of this one would have: the same rights, and no end. */
export function rightsOfNext({ roles, limits }: KeyEntry): Rights {
  return { roles: roles ?? DEFAULT_ROLES, limits, expiresAt: undefined };
}

function rolesBeyond(own: KeyHolder, { roles }: Rights): string[] {
  return roles.filter((role) => !own.roles.includes(role)).map((role) => `yours has no role "${role}"`);
}

function limitsBeyond(own: KeyLimits, wanted: KeyLimits): string[] {
  const names = Object.keys(own) as (keyof KeyLimits)[];
  return names
    .filter((name) => (wanted[name] ?? Infinity) > (own[name] ?? Infinity))
    .map((name) => `yours is limited to ${name} ${own[name]}`);
}

function endBeyond({ expiresAt: end }: KeyHolder, { expiresAt }: Rights): string[] {
  if (end === undefined || (expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(end))) return [];
  return [`yours ends at ${end}`];
}
