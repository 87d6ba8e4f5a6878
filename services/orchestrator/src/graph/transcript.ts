import type { Actor, AgentName, Handoff, ToolCallRecord, TraceMessage } from '@docmind/contracts';

export const MOST_MESSAGES = 120;
export const MOST_TOOL_CALLS = 60;
export const MOST_CHARS = 4_000;

export interface Turn {
  readonly agent: AgentName;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/**
 * What the agents said and did about one question. Bounded: what is too long is cut, what is too much is counted and left out, an assistant's
 * tool call always together with the tool's answer.
 */
export class Transcript {
  readonly messages: TraceMessage[] = [];
  readonly handoffs: Handoff[] = [];
  readonly toolCalls: ToolCallRecord[] = [];
  readonly turns: Turn[] = [];
  leftOut = 0;
  private readonly startedAt: number;
  private exchanged: TraceMessage[] = [];
  private calls = 0;
  private handing: Omit<Handoff, 'durationMs'> | undefined;

  /** @param earlierMs what had passed before the first agent of the graph began */
  constructor(earlierMs = 0) {
    this.startedAt = performance.now() - earlierMs;
  }

  get nowMs(): number {
    return this.sinceStart(performance.now());
  }

  /** All that was neither an agent's turn. Turns never overlap. */
  get coordinationMs(): number {
    return Math.max(0, this.nowMs - this.turns.reduce((sum, { durationMs }) => sum + durationMs, 0));
  }

  /** @param at on the clock of `performance.now()` */
  sinceStart(at: number): number {
    return Math.max(0, at - this.startedAt);
  }

  nextCallId(): string {
    this.calls += 1;
    return `call-${this.calls}`;
  }

  say(...messages: TraceMessage[]): void {
    if (this.messages.length + messages.length > MOST_MESSAGES) this.leftOut += messages.length;
    else this.messages.push(...messages.map(cut));
  }

  /** A call of `caller`, and what came back: never the one without the other. */
  call(caller: Actor, tool: string, given: object, reply: string): void {
    const id = this.nextCallId();
    this.say(
      { role: 'assistant', name: caller, content: '', toolCalls: [{ id, name: tool, arguments: JSON.stringify(given) }] },
      { role: 'tool', name: tool, toolCallId: id, content: reply },
    );
  }

  /** Messages of the agent whose turn it is with a model or a tool; kept only where its whole history is to be seen. */
  exchange(...messages: TraceMessage[]): void {
    if (this.exchanged.length + messages.length <= MOST_MESSAGES) this.exchanged.push(...messages.map(cut));
    else this.leftOut += messages.length;
  }

  takeExchanged(): TraceMessage[] {
    return this.exchanged.splice(0);
  }

  called(...records: ToolCallRecord[]): void {
    const room = Math.max(0, MOST_TOOL_CALLS - this.toolCalls.length);
    this.toolCalls.push(...records.slice(0, room));
    this.leftOut += Math.max(0, records.length - room);
  }

  handOver(to: AgentName, why: string): void {
    this.handing = { to, why, atMs: this.nowMs };
  }

  begin(): number {
    if (this.handing) this.handoffs.push({ ...this.handing, durationMs: Math.max(0, this.nowMs - this.handing.atMs) });
    this.handing = undefined;
    return this.nowMs;
  }

  end(agent: AgentName, startedAtMs: number): void {
    this.turns.push({ agent, startedAtMs, durationMs: Math.max(0, this.nowMs - startedAtMs) });
  }
}

function cut(message: TraceMessage): TraceMessage {
  const { content, toolCalls } = message;
  const calls = toolCalls?.map((call) => ({ ...call, arguments: call.arguments.slice(0, MOST_CHARS) }));
  const kept = calls ? { ...message, toolCalls: calls } : message;
  return content.length <= MOST_CHARS ? kept : { ...kept, content: content.slice(0, MOST_CHARS), isCut: true };
}
