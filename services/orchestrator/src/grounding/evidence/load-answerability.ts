import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@docmind/errors';
import { type Answerability, answerabilitySchema } from './answerability.policy.js';

const FILE = join('config', 'answers', 'answerability.json');

/**
 * What was measured about when a sentence answers a question, from the nearest `config/answers` above this package.
 * @throws AppError FAILED_PRECONDITION when it isn't there or can't be used: without it no answer could be believed
 */
export function loadAnswerability(path = findFile()): Answerability {
  if (path === undefined) throw new AppError('FAILED_PRECONDITION', `${FILE} is missing: it is a part of the program, install it again`);
  const parsed = answerabilitySchema.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'file'}: ${message}`).join('; ');
  throw new AppError('FAILED_PRECONDITION', `${FILE} cannot be used: ${reason}; make it with "npm run bench -- calibrate-answers"`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function findFile(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, FILE))) return join(folder, FILE);
    if (dirname(folder) === folder) return undefined;
  }
}
