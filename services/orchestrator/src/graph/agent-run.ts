import type { AgentName, AgentsTrace, Degradation, TraceMessage, Usage } from '@docmind/contracts';
import { AppError, within } from '@docmind/errors';
import { inSpan, type RequestContext, type SpanStart } from '@docmind/messaging';
import type { DraftGate } from '../grounding/draft-gate.policy.js';
import type { Routed } from './agent-question.js';
import { type ModelCall, TokenLedger } from './token-ledger.js';
import { Transcript } from './transcript.js';

/** Who asks the model, as the way to it sees them: whose request it is, and who is told what it cost and what was said. */
export interface ModelCaller {
  readonly context: RequestContext;
  spend(call: ModelCall): void;
  exchange(...messages: TraceMessage[]): void;
}

/** What belongs to one run and never to a checkpoint: who waits, where tokens go, what was said and spent. */
export class AgentRun implements ModelCaller {
  readonly transcript: Transcript;
  readonly ledger = new TokenLedger();
  model: string | undefined;
  /** What the draft is held against, while it is written and afterwards. */
  gate: DraftGate | undefined;
  /** Agents that failed, and why. */
  readonly degraded: Degradation[] = [];
  private sent = '';
  private now: RequestContext;

  constructor(
    context: RequestContext,
    readonly emit: (delta: string) => void,
    routed: Routed,
  ) {
    this.now = context;
    this.transcript = new Transcript(routed.durationMs);
    this.transcript.turns.push({ agent: 'query_router', startedAtMs: 0, durationMs: routed.durationMs });
    for (const call of routed.spent ?? []) this.ledger.add(call);
  }

  /** Of whoever works on it now: within an agent's time the deadline is the agent's. */
  get context(): RequestContext {
    return this.now;
  }

  /** What of the answer was sent. */
  get shown(): string {
    return this.sent;
  }

  /**
   * Gives an agent's work its time. What it has asked for is stopped then, and nothing that it still brings is shown.
   * @throws AppError DEADLINE_EXCEEDED at the end of the time, whether the work heeds its signal or not
   */
  async inTime<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
    const whole = this.now;
    const timed = (signal: AbortSignal): Promise<T> => {
      this.now = { ...whole, deadline: Math.min(whole.deadline, Date.now() + limitMs), signal: AbortSignal.any([whole.signal, signal]) };
      return work();
    };
    try {
      return await within(timed, limitMs);
    } finally {
      this.now = whole;
    }
  }

  /** Work as a span of the question's trace: what it asks of others is below it. */
  async traced<T>(start: SpanStart, work: () => Promise<T>): Promise<T> {
    const whole = this.now;
    let own = whole;
    const spanned = (context: RequestContext): Promise<T> => {
      own = this.now = context;
      return work();
    };
    try {
      return await inSpan(whole, () => start, spanned);
    } finally {
      // Work that is given up goes on unheard: somebody else's turn may have come.
      if (this.now === own) this.now = whole;
    }
  }

  /** The agents that have worked on the question, in the order in which they finished. */
  get trace(): { agent: AgentName; durationMs: number }[] {
    return this.transcript.turns.map(({ agent, durationMs }) => ({ agent, durationMs }));
  }

  get usage(): Usage {
    return this.ledger.total;
  }

  async measure<T>(agent: AgentName, work: () => Promise<T> | T): Promise<T> {
    const startedAtMs = this.transcript.begin();
    try {
      return await work();
    } finally {
      this.transcript.end(agent, startedAtMs);
    }
  }

  /** Sends checked sentences to whoever waits. They are the beginning of the answer from then on. */
  show(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      const piece = this.sent === '' ? sentence : ` ${sentence}`;
      this.sent += piece;
      this.emit(piece);
    }
  }

  /** What of the answer was not sent yet. */
  restOf(answer: string): string {
    if (answer.startsWith(this.sent)) return answer.slice(this.sent.length);
    throw new AppError('INTERNAL', 'The answer is another than what was shown of it');
  }

  spend(call: ModelCall): void {
    this.ledger.add(call);
    this.model = call.model;
  }

  exchange(...messages: TraceMessage[]): void {
    this.transcript.exchange(...messages);
  }

  /** As it is now. */
  report(): AgentsTrace {
    const { messages, handoffs, toolCalls, turns, coordinationMs, leftOut } = this.transcript;
    return {
      messages: [...messages],
      handoffs: [...handoffs],
      toolCalls: [...toolCalls],
      agents: [...turns],
      tokens: this.ledger.entries,
      coordinationMs,
      leftOut,
    };
  }
}
