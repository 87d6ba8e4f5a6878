import { describe, expect, it } from 'vitest';
import { errorLabel, MAX_OPERATIONS, operationLabel } from './labels.policy.js';

describe('labels', () => {
  it('gives the first operations their names and later ones a common label', () => {
    const known = new Set(Array.from({ length: MAX_OPERATIONS }, (_, index) => `operation-${index}`));
    expect(operationLabel('query', new Set())).toBe('query');
    expect(operationLabel('operation-3', known)).toBe('operation-3');
    expect(operationLabel('one-more', known)).toBe('other');
  });

  it('keeps error codes of the catalogue only', () => {
    expect([errorLabel('UNAVAILABLE'), errorLabel('user 17 was angry')]).toEqual(['UNAVAILABLE', 'OTHER']);
  });
});
