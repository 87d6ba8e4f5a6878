import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.js';

describe('sentencesOf', () => {
  it('splits at sentence ends', () => {
    expect(sentencesOf('It is on. It is off! Is it?')).toEqual(['It is on.', 'It is off!', 'Is it?']);
  });
  it('keeps decimals, versions and abbreviations whole', () => {
    expect(sentencesOf('Version 1.2.3 takes 0.5 s, e.g. Linux. Then it ends.')).toEqual([
      'Version 1.2.3 takes 0.5 s, e.g. Linux.',
      'Then it ends.',
    ]);
  });
  it('takes headings, bullets and table rows apart and joins wrapped lines', () => {
    const text = '# Backups\nDaily snapshots are\nkept 35 days.\n\n- first item\n- second item\n| a | b |\n|---|---|\n| 1 | 2 |';
    expect(sentencesOf(text)).toEqual([
      'Backups',
      'Daily snapshots are kept 35 days.',
      'first item',
      'second item',
      '| a | b |',
      '| 1 | 2 |',
    ]);
  });
  it('gives nothing for nothing', () => {
    expect(sentencesOf(' \n\n')).toEqual([]);
  });
});
