import { z } from 'zod';

const momentSchema = z.iso.datetime();
const countsSchema = z.record(z.string(), z.number().int().nonnegative());
export type RowCounts = z.infer<typeof countsSchema>;

/** The log up to one commit. Everything that was committed by `at` is in it. */
export const incrementSchema = z.object({
  at: momentSchema,
  /** Which run of the log, from 1; 0 where the base holds all. */
  run: z.number().int().nonnegative(),
  frames: z.number().int().nonnegative(),
});
export type Increment = z.infer<typeof incrementSchema>;

/** What proves a backup: it was put together in another place, checked page by page, and its rows counted. */
const verifiedSchema = z.object({ at: momentSchema, until: momentSchema, counts: countsSchema });

export const manifestSchema = z.object({
  version: z.literal(1, { error: 'this backup was written by a newer version' }),
  id: z.string(),
  createdAt: momentSchema,
  isEncrypted: z.boolean(),
  pageSize: z.number().int().positive(),
  /** The file as it was copied while others wrote; it is whole only together with the first increment. */
  base: z.object({
    bytes: z.number().int().positive(),
    sha256: z.string(),
    /** Where the key was changed; else `base.db`. */
    file: z
      .string()
      .regex(/^base-\d+\.db$/)
      .optional(),
  }),
  /** Of one whose key was changed: the base holds all up to then, and there are no increments. */
  whole: incrementSchema.optional(),
  verified: verifiedSchema.optional(),
});
export type BackupManifest = z.infer<typeof manifestSchema>;
