import type { Actor, AskedEngine, TokenUse, Usage } from '@docmind/contracts';

export interface ModelCall extends AskedEngine {
  readonly agent: Actor;
  /** What for: "plan", "draft" ... */
  readonly purpose: string;
  readonly usage: Usage;
}

/** What the model calls of one question cost, by agent, purpose and engine. */
export class TokenLedger {
  private readonly uses = new Map<string, TokenUse>();

  add({ usage, ...by }: ModelCall): void {
    const { agent, purpose, backend, model } = by;
    const key = JSON.stringify([agent, purpose, backend, model]);
    const before = this.uses.get(key);
    this.uses.set(key, { ...by, calls: (before?.calls ?? 0) + 1, usage: sumOf(before ? [before.usage, usage] : [usage]) });
  }

  get entries(): TokenUse[] {
    return [...this.uses.values()];
  }

  get total(): Usage {
    return sumOf(this.entries.map(({ usage }) => usage));
  }
}

/** Each once, in the order in which they were asked first. */
export function enginesOf(calls: readonly AskedEngine[]): AskedEngine[] {
  const asked = calls.map(({ backend, model }) => [JSON.stringify([backend, model]), { backend, model }] as const);
  return [...new Map(asked).values()];
}

export function sumOf(usages: readonly Usage[]): Usage {
  const sum = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  for (const usage of usages) {
    sum.prompt_tokens += usage.prompt_tokens;
    sum.completion_tokens += usage.completion_tokens;
    sum.total_tokens += usage.total_tokens;
  }
  return sum;
}
