import type { Actor, TokenUse, Usage } from '@docmind/contracts';

export interface ModelCall {
  readonly agent: Actor;
  /** What for: "plan", "draft" ... */
  readonly purpose: string;
  readonly usage: Usage;
}

/** What the model calls of one question cost, by agent and purpose. */
export class TokenLedger {
  private readonly uses = new Map<string, TokenUse>();

  add({ agent, purpose, usage }: ModelCall): void {
    const key = `${agent} ${purpose}`;
    const before = this.uses.get(key);
    this.uses.set(key, { agent, purpose, calls: (before?.calls ?? 0) + 1, usage: sumOf(before ? [before.usage, usage] : [usage]) });
  }

  get entries(): TokenUse[] {
    return [...this.uses.values()];
  }

  get total(): Usage {
    return sumOf(this.entries.map(({ usage }) => usage));
  }
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
