import type { SharedCall } from './shared-call.js';

/** The calls to the upstream that are under way, by what they ask. */
export class SharedCalls {
  private readonly calls = new Map<string, SharedCall>();

  /** The one to wait for or to subscribe to; undefined when none asks this. */
  of(key: string): SharedCall | undefined {
    return this.calls.get(key);
  }

  /** In the place of one that nobody can subscribe to any more. */
  add(key: string, call: SharedCall): void {
    this.calls.set(key, call);
    void call.settled.finally(() => {
      if (this.calls.get(key) === call) this.calls.delete(key);
    });
  }
}
