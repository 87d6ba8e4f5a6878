import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@docmind/errors';
import { type Calibration, calibrationSchema } from './calibration.policy.js';

/**
 * The calibration of this embedder from the nearest `config/calibration` above this package; undefined when there is none, and then only
 * equal questions hit.
 * @throws AppError FAILED_PRECONDITION when the file is there and can't be used
 */
export function loadCalibration(embedderId: string, path = findCalibration(embedderId)): Calibration | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const parsed = calibrationSchema.safeParse(readJson(path));
  if (parsed.success && parsed.data.embedder === embedderId) return parsed.data;
  const reason = parsed.success
    ? `it was made for ${parsed.data.embedder}`
    : parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
  throw new AppError('FAILED_PRECONDITION', `The calibration for ${embedderId} cannot be used: ${reason}; make it anew or remove it`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function findCalibration(embedderId: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'config', 'calibration', `${embedderId}.json`);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
