import { describe, expect, it } from 'vitest';
import { tokenise } from './tokenise.js';

describe('tokenise', () => {
  it('keeps versions, file names and compound words whole', () => {
    expect(tokenise('Does docker-compose.yml v2.1 need 1,000 read-only files?').map(({ lower }) => lower)).toEqual(
      'does docker-compose.yml v2.1 need 1000 read-only files'.split(' '),
    );
  });

  it('writes out contractions and knows where a sentence starts', () => {
    const tokens = tokenise("It's late. Can't we go?");
    expect(tokens.map(({ lower }) => lower)).toEqual(['it', 'is', 'late', 'can', 'not', 'we', 'go']);
    expect(tokens.filter(({ opening }) => opening).map(({ lower }) => lower)).toEqual(['it', 'can']);
  });
});
