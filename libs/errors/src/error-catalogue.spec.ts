import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE } from './error-catalogue.js';

const page = readFileSync(fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)), 'utf8');
/** The cells of every row whose first cell is a code. */
const rows = page
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  )
  .filter((cells) => /^`[A-Z_]+`$/.test(cells[0] ?? ''));

describe('docs/errors.md', () => {
  it('has one row for each code, in the order of the catalogue', () => {
    expect(rows.map(([code]) => code)).toEqual(ERROR_CODES.map((code) => `\`${code}\``));
  });

  it.each(ERROR_CODES)('says of %s what the catalogue says', (code) => {
    const { httpStatus, openAiType, retryable, meaning, whatToDo } = ERROR_CATALOGUE[code];
    const row = rows.find(([first]) => first === `\`${code}\``);
    expect(row?.slice(1)).toEqual([String(httpStatus), `\`${openAiType}\``, retryable ? 'yes' : 'no', meaning, whatToDo]);
  });
});
