// Who sits here, and what they may do.
import type { Caller, Role } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { DoorError, getJson, onUnauthenticated, reach } from '../door/door.js';

export type Account =
  | { readonly state: 'unknown' }
  | { readonly state: 'out'; readonly problem?: DoorError }
  | { readonly state: 'unreachable' }
  | { readonly state: 'in'; readonly caller: Caller };

export const account = signal<Account>({ state: 'unknown' });

onUnauthenticated((problem) => {
  const wasIn = account.value.state === 'in';
  account.value = { state: 'out', ...(wasIn ? { problem } : {}) };
});

/** Who was here before. */
let known: string | undefined;

export async function findOut(): Promise<void> {
  try {
    const caller = await getJson<Caller>('/me');
    const who = `${caller.tenant}/${caller.keyId}`;
    // What the page holds is another person's: it begins anew, at the same address.
    if (known !== undefined && known !== who) return location.reload();
    known = who;
    account.value = { state: 'in', caller };
  } catch (thrown) {
    if (!(thrown instanceof DoorError && thrown.code === 'UNAUTHENTICATED')) account.value = { state: 'unreachable' };
  }
}

/** The key goes into a cookie that no script can read. @throws DoorError for a wrong or an expired one */
export async function signIn(key: string): Promise<void> {
  await reach('/sign-in', { method: 'POST', headers: { authorization: `Bearer ${key.trim()}` } });
  await findOut();
}

export async function signOut(): Promise<void> {
  await reach('/sign-out', { method: 'POST' });
  // With all that it holds.
  location.hash = '';
  location.reload();
}

export function has(role: Role): boolean {
  return ownRoles().includes(role);
}

export function ownRoles(): readonly Role[] {
  return account.value.state === 'in' ? account.value.caller.roles : [];
}

/** Where the door asks for keys at all. */
export function mayKeepKeys(): boolean {
  return has('operate') && account.value.state === 'in' && account.value.caller.needsKey;
}

export const mayAsk = () => has('query');
export const mayBring = () => has('ingest');
export const mayJudge = () => has('feedback');

/** What may be brought, as the door says. */
export function uploadRules(): Caller['uploads'] {
  return account.value.state === 'in' ? account.value.caller.uploads : { endings: [], limitBytes: 0 };
}
