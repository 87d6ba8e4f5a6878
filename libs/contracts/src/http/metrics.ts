import { z } from 'zod';
import { gatesReportSchema } from '../messages/gates.js';
import { performanceHistorySchema, performanceSnapshotSchema } from '../messages/metrics.js';
import { SERVICE_ROUTES } from './health.js';
import { events, json, type RouteTable } from './route.js';

const SECONDS_A_DAY = 86_400;
const moment = z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-01-31T08:00:00Z' });

export const performanceHistoryQuerySchema = z.object({
  /** An hour before `to` without it. */
  from: moment.optional(),
  /** Now without it. */
  to: moment.optional(),
  /** A sixtieth of the time between without it. */
  step: z.coerce.number('must be seconds').int().min(1).max(SECONDS_A_DAY).optional(),
});
export type PerformanceHistoryQuery = z.infer<typeof performanceHistoryQuerySchema>;

export const METRICS_ROUTES = {
  ...SERVICE_ROUTES,
  'GET /performance': {
    summary: 'Speed, resources and errors over the last window',
    roles: ['operate'],
    replies: [json(performanceSnapshotSchema)],
  },
  'GET /performance/history': {
    summary: 'The same for each step of a longer time, from the performance logs',
    roles: ['operate'],
    query: performanceHistoryQuerySchema,
    replies: [json(performanceHistorySchema)],
  },
  'GET /performance/stream': {
    summary: 'The same again and again, as server-sent events',
    roles: ['operate'],
    replies: [events(performanceSnapshotSchema)],
  },
  'GET /gates': {
    summary: 'Every quality gate: its target, what was measured over the last hour, and whether it passes',
    roles: ['operate'],
    replies: [json(gatesReportSchema)],
  },
} as const satisfies RouteTable;
