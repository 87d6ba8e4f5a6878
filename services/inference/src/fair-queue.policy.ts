interface Entry<Item> {
  readonly item: Item;
  readonly tokens: number;
  /** When it begins on the queue's own clock, which counts tokens. */
  start: number;
}

interface Lane<Item> {
  readonly entries: Entry<Item>[];
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
    const lane = this.lanes.get(tenant) ?? { entries: [], finish: this.clock };
    this.lanes.set(tenant, lane);
    const start = Math.max(lane.finish, this.clock);
    lane.entries.push({ item, tokens, start });
    lane.finish = start + tokens;
    this.count(1, tokens);
  }

  /** Whose turn it is. */
  shift(): Item | undefined {
    const lane = this.nextLane();
    const entry = lane?.entries.shift();
    if (!entry) return undefined;
    this.clock = entry.start;
    this.count(-1, -entry.tokens);
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
    this.count(-1, -tokens);
  }

  /** What would be served before a request that this tenant sent now. */
  before(tenant: string): Backlog {
    const start = Math.max(this.lanes.get(tenant)?.finish ?? 0, this.clock);
    const backlog = { requests: 0, tokens: 0 };
    for (const { entries } of this.lanes.values()) {
      for (const entry of entries) {
        if (entry.start > start) break;
        backlog.requests++;
        backlog.tokens += entry.tokens;
      }
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

  private count(requests: number, tokens: number): void {
    this.requestCount += requests;
    this.tokenCount += tokens;
    // With nobody waiting there is nothing to be fair about.
    if (this.requestCount === 0) this.lanes.clear();
  }
}
