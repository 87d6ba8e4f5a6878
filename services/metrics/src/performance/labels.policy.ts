import { ERROR_CODES } from '@docmind/contracts';

export const MAX_OPERATIONS = 50;
const KNOWN_CODES = new Set<string>(ERROR_CODES);

/** A sender may name any operation; a label may not take any number of values. `known` is what has a label already. */
export function operationLabel(operation: string, known: ReadonlySet<string>): string {
  return known.has(operation) || known.size < MAX_OPERATIONS ? operation : 'other';
}

export function errorLabel(code: string): string {
  return KNOWN_CODES.has(code) ? code : 'OTHER';
}
