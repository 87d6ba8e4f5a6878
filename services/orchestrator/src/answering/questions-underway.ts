import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

interface Running {
  readonly tenant: string;
  readonly ended: Promise<void>;
}

export interface Watch {
  /** Whether any ran since, when all of them have ended, or `limitMs` has passed. */
  settled(limitMs: number): Promise<boolean>;
  /** Those that begin from here on are nothing to it. */
  end(): void;
}

/** Questions that are being answered: what they have read may be written down after it was erased. */
@Injectable()
export class QuestionsUnderway {
  private readonly running = new Set<Running>();
  private readonly watched = new Map<Watch, { readonly tenant: string; readonly seen: Set<Running> }>();

  /** @returns what is called at its end */
  begin(tenant: string): () => void {
    let end: () => void = () => undefined;
    const question = { tenant, ended: new Promise<void>((resolve) => (end = resolve)) };
    this.running.add(question);
    for (const { tenant: ofTenant, seen } of this.watched.values()) if (ofTenant === tenant) seen.add(question);
    return () => {
      this.running.delete(question);
      end();
    };
  }

  /** From here on, and what runs already. */
  watch(tenant: string): Watch {
    const seen = new Set([...this.running].filter((question) => question.tenant === tenant));
    const watch: Watch = {
      end: () => void this.watched.delete(watch),
      settled: async (limitMs: number): Promise<boolean> => {
        watch.end();
        const limit = new AbortController();
        const late = delay(limitMs, undefined, { signal: limit.signal }).catch(() => undefined);
        await Promise.race([Promise.all([...seen].map(({ ended }) => ended)), late]);
        limit.abort();
        return seen.size > 0;
      },
    };
    this.watched.set(watch, { tenant, seen });
    return watch;
  }
}
