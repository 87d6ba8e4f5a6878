import type { AgentName, Usage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import type { DraftGate } from '../grounding/draft-gate.policy.js';
import type { Routed } from './agent-question.js';

/** What belongs to one run and never to a checkpoint: who waits, where tokens go, what was spent. */
export class AgentRun {
  /** The agents that have worked on the question, in the order in which they finished. */
  readonly trace: { agent: AgentName; durationMs: number }[];
  readonly usage: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  model: string | undefined;
  /** What the draft is held against, while it is written and afterwards. */
  gate: DraftGate | undefined;
  private shown = '';

  constructor(
    readonly context: RequestContext,
    readonly emit: (delta: string) => void,
    routed: Routed,
  ) {
    this.trace = [{ agent: 'query_router', durationMs: routed.durationMs }];
  }

  async measure<T>(agent: AgentName, work: () => Promise<T> | T): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.trace.push({ agent, durationMs: performance.now() - startedAt });
    }
  }

  /** Sends checked sentences to whoever waits. They are the beginning of the answer from then on. */
  show(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      const piece = this.shown === '' ? sentence : ` ${sentence}`;
      this.shown += piece;
      this.emit(piece);
    }
  }

  /** What of the answer was not sent yet. */
  restOf(answer: string): string {
    if (answer.startsWith(this.shown)) return answer.slice(this.shown.length);
    throw new AppError('INTERNAL', 'The answer is another than what was shown of it');
  }

  spend(usage: Usage): void {
    this.usage.prompt_tokens += usage.prompt_tokens;
    this.usage.completion_tokens += usage.completion_tokens;
    this.usage.total_tokens += usage.total_tokens;
    this.context.spend?.(usage.total_tokens);
  }
}
