import { temporaryFolder } from '@docmind/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCalibration } from './calibration-file.js';

describe('loadCalibration', () => {
  it('finds the shipped one and knows when there is none', () => {
    expect(loadCalibration('bge-small-en-v1.5-int8')?.embedder).toBe('bge-small-en-v1.5-int8');
    expect(loadCalibration('another-embedder')).toBeUndefined();
  });

  it('refuses a file that is damaged or made for another embedder', () => {
    const path = join(temporaryFolder(), 'c.json');
    writeFileSync(path, '{');
    expect(() => loadCalibration('bge', path)).toThrow(/calibration for bge cannot be used/);
    writeFileSync(path, JSON.stringify({ ...loadCalibration('bge-small-en-v1.5-int8') }));
    expect(() => loadCalibration('bge', path)).toThrow(/made for bge-small/);
  });
});
