import { AGENTS, type ErrorCode, type QueryReply, type ToolCallRecord } from '@docmind/contracts';
import { combinations, type MetricsRegistry } from '@docmind/telemetry';
import type { FreshAnswer } from '../../answering/answer.service.js';

export const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const COORDINATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const TOOL_OUTCOMES = ['done', 'failed', 'timed_out', 'refused'] as const satisfies readonly ToolCallRecord['outcome'][];
/** What ends a question because something of ours failed. */
const FAULTS: readonly ErrorCode[] = ['UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED'];

/** What the agents did for a question, for /metrics. */
export class AgentFigures {
  private readonly seconds;
  private readonly coordination;
  private readonly handoffs;
  private readonly calls;
  private readonly recoveries;

  constructor(metrics: MetricsRegistry) {
    this.seconds = metrics.histogram('docmind_agent_duration_seconds', 'Time in each agent', ['agent'], SECONDS_BUCKETS);
    for (const agent of AGENTS) this.seconds.series({ agent });
    const coordination = 'Deciding who does what, over one question';
    this.coordination = metrics.histogram('docmind_agent_coordination_seconds', coordination, [], COORDINATION_BUCKETS).series();
    this.handoffs = metrics.counter('docmind_agent_handoffs_total', 'Handoffs between agents');
    const outcomes = combinations({ outcome: TOOL_OUTCOMES });
    this.calls = metrics.counter('docmind_agent_tool_calls_total', 'Tool calls of agents by outcome', ['outcome'], outcomes);
    const ends = combinations({ outcome: ['answered', 'failed'] });
    const help = 'Questions in which an agent failed, by whether they were answered all the same';
    this.recoveries = metrics.counter('docmind_agent_recoveries_total', help, ['outcome'], ends);
  }

  /** @param fresh undefined where the answer came from the cache or from the list of documents */
  answered({ agents }: QueryReply, fresh: FreshAnswer | undefined): void {
    for (const { agent, durationMs } of agents) this.seconds.observe({ agent }, durationMs / 1_000);
    if (!fresh) return;
    const { coordinationMs, handoffs, toolCalls } = fresh.trace;
    this.coordination.observe(coordinationMs / 1_000);
    this.handoffs.inc(handoffs.length);
    for (const { outcome } of toolCalls) this.calls.inc({ outcome });
    if (fresh.degraded.length > 0) this.recoveries.inc({ outcome: 'answered' });
  }

  failed(code: ErrorCode): void {
    if (FAULTS.includes(code)) this.recoveries.inc({ outcome: 'failed' });
  }
}
