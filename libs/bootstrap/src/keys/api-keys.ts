import { AppError } from '@docmind/errors';
import { holderOf, isKeyOf, type KeyEntry, type KeyHolder, keyIdOf } from './key-entry.js';
import { changeKeysFile, readKeysFile, stateOf } from './keys-file.js';
import { WrongKeys } from './wrong-keys.js';

const LOOK_AGAIN_MS = 1_000;

/** What changed between two readings of the file; ids only. */
export interface KeyChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export interface KeyListener {
  changed(changes: KeyChanges): void;
  /** The file was changed and can't be read; the keys from before count on. */
  failed(reason: string): void;
}

/** Who may come in: the keys of a file, read again within a second of each change. */
export class ApiKeys {
  private byId: ReadonlyMap<string, KeyEntry>;
  private readonly wrong = new WrongKeys();
  private seen: string;
  private looking: NodeJS.Timeout | undefined;
  private listener: KeyListener | undefined;
  private readonly used = new Map<string, number>();

  private constructor(private readonly path: string) {
    // Before the reading: what is written meanwhile is then seen as a change.
    this.seen = stateOf(path);
    this.byId = read(path);
  }

  /** @throws AppError FAILED_PRECONDITION when the file can't be read or isn't in form */
  static load(path: string): ApiKeys {
    return new ApiKeys(path);
  }

  /** Until `close`. A file is looked at by its path, so that one that takes its place is seen as well. */
  watch(listener: KeyListener, everyMs = LOOK_AGAIN_MS): void {
    this.listener = listener;
    this.looking = setInterval(() => this.look(), everyMs).unref();
  }

  /** As the file has them now. @throws AppError FAILED_PRECONDITION when it can't be read */
  entries(): KeyEntry[] {
    return readKeysFile(this.path);
  }

  /** Unix ms; undefined where a key was not used at this door since it opened. */
  lastUseOf(id: string): number | undefined {
    return this.used.get(id);
  }

  /** Counts at this door from now on, at others once they have looked. @throws AppError as `changeKeysFile` does */
  change<Changed extends { readonly entries: readonly KeyEntry[] }>(change: (entries: KeyEntry[]) => Changed): Changed {
    const changed = changeKeysFile(this.path, change);
    this.look();
    return changed;
  }

  close(): void {
    clearInterval(this.looking);
  }

  /**
   * Whose bearer token this is. One SHA-256 at most, and none for what doesn't look like a key.
   * @throws AppError UNAUTHENTICATED for no key or a wrong one; RESOURCE_EXHAUSTED for one wrong key too many from an address
   */
  admit(authorization: string | undefined, address: string, now = Date.now()): KeyHolder {
    if (authorization === undefined) throw unauthenticated('This door needs a key: send it as "Authorization: Bearer <key>"');
    // A scheme's case means nothing (RFC 9110).
    const key = /^bearer /i.test(authorization) ? authorization.slice('Bearer '.length) : '';
    const entry = this.byId.get(keyIdOf(key) ?? '');
    if (!entry || !isKeyOf(entry, key)) throw this.wrongKey(address, now);
    assertCounts(entry, now);
    this.used.set(entry.id, now);
    return holderOf(entry);
  }

  private wrongKey(address: string, now: number): AppError {
    const retryAfterSeconds = this.wrong.add(address, now);
    if (retryAfterSeconds === undefined) return unauthenticated('This key is not known here: send one as "Authorization: Bearer <key>"');
    return new AppError('RESOURCE_EXHAUSTED', 'Too many wrong keys came from this address (limit "wrong keys a minute")', {
      details: { retryAfterSeconds, limit: 'wrongKeysPerMinute' },
    });
  }

  private look(): void {
    const state = stateOf(this.path);
    if (state === this.seen) return;
    this.seen = state;
    const before = this.byId;
    try {
      this.byId = read(this.path);
    } catch (thrown) {
      return this.listener?.failed(thrown instanceof Error ? thrown.message : String(thrown));
    }
    for (const id of this.used.keys()) if (!this.byId.has(id)) this.used.delete(id);
    this.listener?.changed(changesBetween(before, this.byId));
  }
}

function read(path: string): ReadonlyMap<string, KeyEntry> {
  return new Map(readKeysFile(path).map((entry) => [entry.id, entry]));
}

function assertCounts({ expiresAt }: KeyEntry, now: number): void {
  if (expiresAt !== undefined && now >= Date.parse(expiresAt))
    throw unauthenticated(`This key expired at ${expiresAt}; ask the operator for a new one`);
}

function unauthenticated(message: string): AppError {
  return new AppError('UNAUTHENTICATED', message);
}

function changesBetween(before: ReadonlyMap<string, KeyEntry>, after: ReadonlyMap<string, KeyEntry>): KeyChanges {
  const idsIn = (from: ReadonlyMap<string, KeyEntry>, fits: (id: string) => boolean) => [...from.keys()].filter(fits);
  return {
    added: idsIn(after, (id) => !before.has(id)),
    removed: idsIn(before, (id) => !after.has(id)),
    changed: idsIn(after, (id) => before.has(id) && JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id))),
  };
}
