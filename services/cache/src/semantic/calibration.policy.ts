import { z } from 'zod';

const fractionSchema = z.number().min(0).max(1);
const bandSchema = z.object({
  /** The band holds cosines from here to the next band. */
  minCosine: fractionSchema,
  pairs: z.number().int().positive(),
  same: z.number().int().nonnegative(),
  /** Chance that the stored answer is right for the new question, isotonic over the bands. */
  probability: fractionSchema,
  lower95: fractionSchema,
  upper95: fractionSchema,
});
export type CalibrationBand = z.infer<typeof bandSchema>;

const bandsSchema = z.array(bandSchema);
/** Made by `calibrate.ts` for one version of one embedder; the figures come from labelled pairs that every guard let through. */
export const calibrationSchema = z.object({
  embedder: z.string(),
  note: z.string(),
  labelledPairs: z.number().int(),
  passedGuards: z.number().int(),
  strata: z.object({ 'same-words': bandsSchema, 'other-words': bandsSchema }),
  /** Five-fold: each pair judged by a table made without it. */
  heldOut: z.object({
    budget: z.number(),
    truePairs: z.number().int(),
    hits: z.number().int(),
    wrongHits: z.number().int(),
    wrongUpper95: z.number(),
    recall: z.number(),
  }),
});
export type Calibration = z.infer<typeof calibrationSchema>;
export type Stratum = keyof Calibration['strata'];

/** The band that holds this cosine; undefined below the lowest one, where nothing was measured. */
export function bandFor(calibration: Calibration, stratum: Stratum, cosine: number): CalibrationBand | undefined {
  return calibration.strata[stratum].findLast((band) => cosine >= band.minCosine);
}
