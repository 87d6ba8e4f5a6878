import { createRequire } from 'node:module';
import { AppError } from '@docmind/errors';

const { resolve } = createRequire(import.meta.url);

/** Each language's data is a package of npm. @throws AppError FAILED_PRECONDITION for one that isn't there */
export function assertLanguages(languages: readonly string[]): void {
  const missing = languages.filter((language) => !isThere(language)).map((language) => `@tesseract.js-data/${language}`);
  if (missing.length === 0) return;
  throw new AppError('FAILED_PRECONDITION', `OCR_LANGUAGES needs ${missing.join(', ')}: run npm install --no-save ${missing.join(' ')}`);
}

function isThere(language: string): boolean {
  try {
    resolve(`@tesseract.js-data/${language}/package.json`);
    return true;
  } catch {
    return false;
  }
}
