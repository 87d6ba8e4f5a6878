import { z } from 'zod';
import { defineCall, defineEvent } from './contract.js';

/** Name, labels and value of one series, as Prometheus would scrape it. */
export const figureSampleSchema = z.tuple([z.string().max(128), z.record(z.string().max(64), z.string().max(256)), z.number()]);
export type FigureSample = z.infer<typeof figureSampleSchema>;

/** What a process of a service counts, told again and again. Every replica of metrics hears it. */
export const metricsFiguresReported = defineEvent(
  'metrics.figures.reported',
  z.object({
    service: z.string().min(1).max(64),
    instance: z.string().min(1).max(64),
    startedAtMs: z.number(),
    isReady: z.boolean(),
    samples: z.array(figureSampleSchema).max(20_000),
  }),
  'each',
);
export type FiguresReport = z.infer<typeof metricsFiguresReported.request>;

export const GATE_GROUPS = ['inference', 'caching', 'agents', 'reliability', 'quality'] as const;
export const gateSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    group: z.enum(GATE_GROUPS),
    source: z.enum(['specification', 'docmind']),
    unit: z.enum(['seconds', 'bytes', 'ratio', 'tokens/s', 'count']),
    target: z.object({
      above: z.number().optional(),
      below: z.number().optional(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
    }),
    /** Null where nothing was seen that tells it. */
    value: z.number().nullable(),
    samples: z.number().nonnegative(),
    verdict: z.enum(['pass', 'fail', 'no data']),
    /** Absent where no figure of a running stack shows it: `shownBy` is the command that does, if there is one. */
    promql: z.string().optional(),
    shownBy: z.string().optional(),
    /** What the target was set for; without one the figure is shown and not judged. */
    needs: z.literal('gpu').optional(),
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof gateSchema>;

export const gatesReportSchema = z
  .object({
    at: z.string(),
    windowSeconds: z.number(),
    /** Less than the window shortly after the start. */
    seenSeconds: z.number(),
    /** Who of them reports, and says that all its parts work. One that may still be starting is left out. */
    services: z.array(z.object({ name: z.string(), isUp: z.boolean(), isReady: z.boolean() })),
    gates: z.array(gateSchema),
    counts: z.object({ pass: z.number(), fail: z.number(), noData: z.number() }),
  })
  .meta({ id: 'GatesReport' });
export type GatesReport = z.infer<typeof gatesReportSchema>;
export const metricsGatesReport = defineCall('metrics.gates.report', z.object({}), gatesReportSchema);
