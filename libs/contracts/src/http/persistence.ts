import { z } from 'zod';
import { SERVICE_ROUTES } from './health.js';
import { json, type RouteTable } from './route.js';

export const backupViewSchema = z
  .object({
    id: z.string(),
    createdAt: z.iso.datetime(),
    /** Everything that was committed by then is in it. */
    until: z.iso.datetime(),
    bytes: z.number().int().nonnegative(),
    /** Not, where it was made before there was a key. */
    isEncrypted: z.boolean(),
    /** That it was put together elsewhere, checked page by page, and its rows counted. */
    verified: z
      .object({ at: z.iso.datetime(), until: z.iso.datetime(), counts: z.record(z.string(), z.number().int().nonnegative()) })
      .optional(),
  })
  .meta({ id: 'Backup' });
export type BackupView = z.infer<typeof backupViewSchema>;

export const backupListSchema = z.object({ backups: z.array(backupViewSchema) }).meta({ id: 'BackupList' });
export type BackupList = z.infer<typeof backupListSchema>;

/** What it keeps is asked for by messages; its door cares for the file. */
export const PERSISTENCE_ROUTES = {
  ...SERVICE_ROUTES,
  'GET /backups': {
    summary: 'The backups there are, oldest first',
    roles: ['operate'],
    replies: [json(backupListSchema)],
  },
  'POST /backups': {
    summary: 'Make a whole backup now and prove it; the answer comes when that is done',
    roles: ['operate'],
    replies: [json(backupViewSchema)],
    statuses: [201],
    errors: ['FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
} as const satisfies RouteTable;
