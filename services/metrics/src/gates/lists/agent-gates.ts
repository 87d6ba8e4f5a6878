import type { GateDefinition } from './gate.types.js';

const COORDINATION = 'docmind_agent_coordination_seconds';
const CALLS = 'docmind_agent_tool_calls_total';
const RECOVERIES = 'docmind_agent_recoveries_total';

export const agentGates: readonly GateDefinition[] = [
  {
    id: 'coordination',
    title: 'Coordination of a question within 500 ms',
    group: 'agents',
    source: 'specification',
    target: { below: 0.5 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: COORDINATION }, quantile: 0.95 },
  },
  {
    id: 'handoff',
    title: 'A handoff between agents within 50 ms',
    group: 'agents',
    source: 'specification',
    target: { below: 0.05 },
    unit: 'seconds',
    figure: {
      kind: 'mean',
      sum: { metric: `${COORDINATION}_sum` },
      count: { metric: 'docmind_agent_handoffs_total' },
      samples: { metric: 'docmind_agent_handoffs_total' },
    },
  },
  {
    id: 'token-reduction',
    title: 'Parallel tools save 50 % of the tokens and more',
    group: 'agents',
    source: 'specification',
    target: { atLeast: 0.5 },
    unit: 'ratio',
    shownBy: 'npm run bench -- tokens',
  },
  {
    id: 'supervisor-start',
    title: 'The supervisor starts within 2 s',
    group: 'agents',
    source: 'specification',
    target: { below: 2 },
    unit: 'seconds',
    figure: { kind: 'highest', of: { metric: 'docmind_start_duration_seconds', where: { service: 'orchestrator' } } },
  },
  {
    id: 'supervisor-restart',
    title: 'After a crash the supervisor is back within 5 s, with its state',
    group: 'agents',
    source: 'specification',
    target: { below: 5 },
    unit: 'seconds',
    shownBy: 'npx vitest run services/orchestrator/src/killed-orchestrator.spec.ts',
  },
  {
    id: 'agent-recovery',
    title: '95 % of questions in which an agent failed are answered all the same',
    group: 'agents',
    source: 'specification',
    target: { above: 0.95 },
    unit: 'ratio',
    figure: { kind: 'share', part: { metric: RECOVERIES, where: { outcome: 'answered' } }, of: { metric: RECOVERIES } },
  },
  {
    id: 'parallel-stability',
    title: '98 % of tool calls succeed',
    group: 'agents',
    source: 'specification',
    target: { above: 0.98 },
    unit: 'ratio',
    figure: { kind: 'share', part: { metric: CALLS, where: { outcome: 'done' } }, of: { metric: CALLS } },
  },
  {
    id: 'refusals',
    title: 'At most half of the questions about documents are refused',
    group: 'agents',
    source: 'docmind',
    target: { atMost: 0.5 },
    unit: 'ratio',
    figure: {
      kind: 'share',
      part: { metric: 'docmind_queries_total', where: { mode: 'refused' } },
      of: { metric: 'docmind_queries_total', where: { mode: 'generated|extractive|refused' } },
    },
    minSamples: 10,
  },
];
