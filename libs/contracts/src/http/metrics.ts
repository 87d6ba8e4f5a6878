import { performanceSnapshotSchema } from '../messages/metrics.js';
import { SERVICE_ROUTES } from './health.js';
import { json, type RouteTable } from './route.js';

export const METRICS_ROUTES = {
  ...SERVICE_ROUTES,
  'GET /performance': {
    summary: 'Speed, resources and errors over the last window',
    roles: ['operate'],
    replies: [json(performanceSnapshotSchema)],
  },
} as const satisfies RouteTable;
