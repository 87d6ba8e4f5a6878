import { AppError } from '@docmind/errors';

/** What the model files don't say. */
const DIMENSIONS: Readonly<Record<string, number>> = { 'bge-small-en-v1.5-int8': 384 };

/** @throws AppError FAILED_PRECONDITION for a model that this version can't run */
export function dimensionsOf(embedderId: string): number {
  const dimensions = DIMENSIONS[embedderId];
  if (dimensions !== undefined) return dimensions;
  const known = Object.keys(DIMENSIONS).join(', ');
  throw new AppError('FAILED_PRECONDITION', `EMBEDDER_MODEL ${embedderId} is not one this version can run; it runs ${known}`);
}
