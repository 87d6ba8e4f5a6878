import { type AgentName, type Usage } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';

export interface Sampling {
  readonly temperature: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: string | string[];
}

/** What belongs to one run and never to a checkpoint: who waits, where tokens go, what was spent. */
export class AgentRun {
  readonly trace: { agent: AgentName; durationMs: number }[] = [];
  readonly usage: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  model: string | undefined;

  constructor(
    readonly context: RequestContext,
    readonly emit: (delta: string) => void,
  ) {}

  async measure<T>(agent: AgentName, work: () => Promise<T> | T): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.trace.push({ agent, durationMs: performance.now() - startedAt });
    }
  }

  spend(usage: Usage): void {
    this.usage.prompt_tokens += usage.prompt_tokens;
    this.usage.completion_tokens += usage.completion_tokens;
    this.usage.total_tokens += usage.total_tokens;
  }
}
