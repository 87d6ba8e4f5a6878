import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FEATURE_NAMES, FEATURE_SET, type PairFeatures } from './pair-features.policy.js';

const fractionSchema = z.number().min(0).max(1);
const riskBandSchema = z.object({
  /** The band holds scores from here to the next band. */
  minScore: z.number(),
  pairs: z.number().int().positive(),
  wrong: z.number().int().nonnegative(),
  /** Estimated share of wrong answers, falling as the score rises. */
  risk: fractionSchema,
  /** With 95 % confidence at most this share of the pairs from here upwards is wrong. */
  wrongUpper95: fractionSchema,
});
export type RiskBand = z.infer<typeof riskBandSchema>;

/** What was measured on labelled pairs that took no part in making the model and the threshold that judged them. */
const provenSchema = z.object({
  budget: fractionSchema,
  truePairs: z.number(),
  hits: z.number(),
  wrongHits: z.number(),
  wrongUpper95: fractionSchema,
  recall: fractionSchema,
});
export type Proven = z.infer<typeof provenSchema>;

/** Made by `npm run bench -- calibrate` for one embedder and one set of features. Figures come from pairs that every guard let through. */
export const calibrationSchema = z.object({
  embedder: z.string().min(1),
  /** ISO 639-1: what the pairs were written in. Nothing is known of another language. */
  language: z.string().regex(/^[a-z]{2}$/u),
  featureSet: z.literal(FEATURE_SET, `was made for another set of features than ${FEATURE_SET}`),
  note: z.string(),
  labelledPairs: z.number().int(),
  passedGuards: z.number().int(),
  /** Below it nothing was measured. */
  minCosine: fractionSchema,
  intercept: z.number(),
  coefficients: z.strictObject(
    Object.fromEntries(FEATURE_NAMES.map((name) => [name, z.number()])) as Record<keyof PairFeatures, z.ZodNumber>,
  ),
  /** Rising scores. */
  bands: z.array(riskBandSchema),
  crossFitted: provenSchema,
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** How much speaks for the same answer: the log-odds of the model, an order rather than a probability. */
export function scoreOf(calibration: Pick<Calibration, 'intercept' | 'coefficients'>, features: PairFeatures): number {
  const { intercept, coefficients } = calibration;
  // What counts for nothing isn't even looked at.
  return FEATURE_NAMES.reduce((sum, name) => (coefficients[name] === 0 ? sum : sum + coefficients[name] * features[name]), intercept);
}

/** The band that holds this score; undefined below the lowest one, where nothing was measured. */
export function bandFor(calibration: Pick<Calibration, 'bands'>, score: number): RiskBand | undefined {
  return calibration.bands.findLast((band) => score >= band.minScore);
}

/**
 * Whether pairs of this band may be served: with 95 % confidence, what is served from here upwards is wrong no more often than the budget
 * allows.
 */
export function isWithin(band: RiskBand, budget: number): boolean {
  return band.wrongUpper95 <= budget;
}

/** Names a calibration by its embedder and everything it says: what was learnt with one means nothing for another. */
export function calibrationId(calibration: Calibration): string {
  const digest = createHash('sha256').update(JSON.stringify(calibration)).digest('base64url');
  return `${calibration.embedder} ${digest.slice(0, 16)}`;
}
