import { isIPv6 } from 'node:net';

export const WRONG_KEYS_PER_MINUTE = 30;
const WINDOW_MS = 60_000;
/** An attacker with more addresses than this pushes out the oldest ones; the guessing stays hopeless. */
const MAX_ADDRESSES = 10_000;

interface Tries {
  since: number;
  count: number;
}

/** Counts the wrong keys of each address. Right keys are never held back, whatever else comes from their address. */
export class WrongKeys {
  private readonly tries = new Map<string, Tries>();

  /** @returns the seconds after which this address is heard again; undefined while it may go on */
  add(address: string, now: number): number | undefined {
    const source = sourceOf(address);
    const known = this.tries.get(source);
    if (!known || now - known.since >= WINDOW_MS) {
      this.remember(source, { since: now, count: 1 });
      return undefined;
    }
    known.count += 1;
    return known.count > WRONG_KEYS_PER_MINUTE ? Math.ceil((known.since + WINDOW_MS - now) / 1_000) : undefined;
  }

  private remember(source: string, tries: Tries): void {
    this.tries.delete(source);
    this.tries.set(source, tries);
    for (const oldest of this.tries.keys()) {
      if (this.tries.size <= MAX_ADDRESSES) return;
      this.tries.delete(oldest);
    }
  }
}

/** Whoever has one IPv6 address has the 2^64 beside it. */
function sourceOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
