interface Entry<Item> {
  readonly item: Item;
  readonly tokens: number;
  /** When it begins on the queue's own clock, which counts tokens. */
  start: number;
}

interface Lane<Item> {
  readonly entries: Entry<Item>[];
  /** Of these. */
  tokens: number;
  /** Where the tenant's next request begins, unless the clock is past it. */
  finish: number;
}

export interface Backlog {
  readonly requests: number;
  readonly tokens: number;
}

/**
 * Tenants take turns by what their requests cost, not by how many they send: start-time fair queueing (Goyal, Vin and Cheng 1996), with tokens
 * for packet lengths. Whoever was served many tokens of late waits until the others had as many, so one tenant's huge prompts starve nobody,
 * and a tenant that was idle has saved up nothing. One tenant's requests keep their order.
 */
export class FairQueue<Item> {
  private readonly lanes = new Map<string, Lane<Item>>();
  private clock = 0;
  private requestCount = 0;
  private tokenCount = 0;

  get size(): number {
    return this.requestCount;
  }

  /** Of all that wait. */
  get tokens(): number {
    return this.tokenCount;
  }

  push(tenant: string, tokens: number, item: Item): void {
    const lane = this.lanes.get(tenant) ?? { entries: [], tokens: 0, finish: this.clock };
    this.lanes.set(tenant, lane);
    const start = Math.max(lane.finish, this.clock);
    lane.entries.push({ item, tokens, start });
    lane.finish = start + tokens;
    this.count(lane, 1, tokens);
  }

  /** Whose turn it is. */
  shift(): Item | undefined {
    const lane = this.nextLane();
    const entry = lane?.entries.shift();
    if (!lane || !entry) return undefined;
    this.clock = entry.start;
    this.count(lane, -1, -entry.tokens);
    return entry.item;
  }

  /** Who leaves is not charged. */
  remove(tenant: string, item: Item): void {
    const lane = this.lanes.get(tenant);
    const index = lane?.entries.findIndex((entry) => entry.item === item) ?? -1;
    if (!lane || index < 0) return;
    const [{ tokens }] = lane.entries.splice(index, 1) as [Entry<Item>];
    for (const later of lane.entries.slice(index)) later.start -= tokens;
    lane.finish -= tokens;
    this.count(lane, -1, -tokens);
  }

  /** What would be served before a request that this tenant sent now. */
  before(tenant: string): Backlog {
    const start = Math.max(this.lanes.get(tenant)?.finish ?? 0, this.clock);
    const backlog = { requests: 0, tokens: 0 };
    for (const lane of this.lanes.values()) {
      const { requests, tokens } = until(lane, start);
      backlog.requests += requests;
      backlog.tokens += tokens;
    }
    return backlog;
  }

  private nextLane(): Lane<Item> | undefined {
    let next: Lane<Item> | undefined;
    let earliest = Infinity;
    for (const [tenant, lane] of this.lanes) {
      const start = lane.entries[0]?.start;
      // Nobody's past is kept longer than it counts.
      if (start === undefined && lane.finish <= this.clock) this.lanes.delete(tenant);
      if (start === undefined || start >= earliest) continue;
      earliest = start;
      next = lane;
    }
    return next;
  }

  private count(lane: Lane<Item>, requests: number, tokens: number): void {
    lane.tokens += tokens;
    this.requestCount += requests;
    this.tokenCount += tokens;
    // With nobody waiting there is nothing to be fair about.
    if (this.requestCount === 0) this.lanes.clear();
  }
}

/** What of a lane starts by then. Usually all or nothing, and a tenant's own lane always all: the rest is looked for by halving. */
function until<Item>({ entries, tokens }: Lane<Item>, start: number): Backlog {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last || first.start > start) return { requests: 0, tokens: 0 };
  if (last.start <= start) return { requests: entries.length, tokens };
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry<Item>).start <= start) low = middle + 1;
    else high = middle;
  }
  // A lane has no gaps: each entry starts where the one before it ends.
  return { requests: low, tokens: (entries[low] as Entry<Item>).start - first.start };
}
