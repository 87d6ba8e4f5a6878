import { z } from 'zod';
import { backendInfoSchema } from '../messages/backends.js';
import { gatesReportSchema } from '../messages/gates.js';
import { performanceSnapshotSchema } from '../messages/metrics.js';

/** How the stack is, for an operator. Null is what the service that knows it did not tell. */
export const overviewSchema = z
  .object({
    backends: z.array(backendInfoSchema).nullable(),
    resources: performanceSnapshotSchema.shape.resources.nullable(),
    gates: gatesReportSchema.nullable(),
    /** Where the dashboards are, as GRAFANA_URL says. */
    grafana: z.url().nullable(),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overviewSchema>;
