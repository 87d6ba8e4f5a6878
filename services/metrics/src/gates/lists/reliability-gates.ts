import type { GateDefinition } from './gate.types.js';

const RECOVERIES = 'docmind_inference_recoveries_total';
const REQUESTS = 'docmind_database_request_duration_seconds';

export const reliabilityGates: readonly GateDefinition[] = [
  {
    id: 'database-time',
    title: 'The database answers within 50 ms',
    group: 'reliability',
    source: 'specification',
    target: { below: 0.05 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: REQUESTS }, quantile: 0.95 },
  },
  {
    id: 'database-locks',
    title: 'No request is turned away by a lock of the database',
    group: 'reliability',
    source: 'specification',
    target: { atMost: 0 },
    unit: 'count',
    figure: { kind: 'increase', of: { metric: 'docmind_database_busy_total' }, samples: { metric: `${REQUESTS}_count` } },
  },
  {
    id: 'error-recovery',
    title: '90 % of generations whose engine failed are answered after all',
    group: 'reliability',
    source: 'specification',
    target: { above: 0.9 },
    unit: 'ratio',
    figure: { kind: 'share', part: { metric: RECOVERIES, where: { outcome: 'answered' } }, of: { metric: RECOVERIES } },
  },
  {
    id: 'service-availability',
    title: 'Every service is there 99.9 % of the time',
    group: 'reliability',
    source: 'specification',
    target: { above: 0.999 },
    unit: 'ratio',
    figure: { kind: 'average', of: { metric: 'docmind_service_up' } },
  },
  {
    id: 'health-availability',
    title: 'Every service says that it is ready 99.9 % of the time',
    group: 'reliability',
    source: 'specification',
    target: { above: 0.999 },
    unit: 'ratio',
    figure: { kind: 'average', of: { metric: 'docmind_service_ready' } },
  },
  {
    id: 'question-errors',
    title: 'At most 1 % of the questions end in an error',
    group: 'reliability',
    source: 'docmind',
    target: { atMost: 0.01 },
    unit: 'ratio',
    figure: {
      kind: 'share',
      part: { metric: 'docmind_queries_total', where: { error: 'UNAVAILABLE|INTERNAL|DEADLINE_EXCEEDED' } },
      of: { metric: 'docmind_queries_total' },
    },
  },
  {
    id: 'backup-age',
    title: 'The newest backup that was checked is at most a day old',
    group: 'reliability',
    source: 'docmind',
    target: { atMost: 86_400 },
    unit: 'seconds',
    figure: { kind: 'present', of: { metric: 'docmind_backup_verified_age_seconds' } },
  },
  shown('offline', 'Everything works without a network', 'npm run offline'),
  shown('gpu-detection', 'Every GPU is found', 'npm run docmind -- doctor', 'gpu'),
  shown('context-overflow', 'No prompt overflows the window', 'npx vitest run services/inference/src/context'),
  shown('test-coverage', 'Tests cover more than 80 % of the lines', 'npm test', undefined, 0.8),
  shown('vulnerabilities', 'No critical vulnerability', 'npm audit --audit-level=critical'),
  shown('error-logging', 'Each error is logged once, with its request', 'npx vitest run libs/bootstrap libs/telemetry'),
];

function shown(id: string, title: string, shownBy: string, needs?: 'gpu', above?: number): GateDefinition {
  const target = above === undefined ? { atLeast: 1 } : { above };
  const group = id.startsWith('test') || id === 'vulnerabilities' ? 'quality' : 'reliability';
  return { id, title, group, source: 'specification', target, unit: 'ratio', shownBy, ...(needs ? { needs } : {}) };
}
