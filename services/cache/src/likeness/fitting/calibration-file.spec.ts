import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { loadCalibration } from '../calibration-file.js';

const SHIPPED = 'bge-small-en-v1.5-int8';

function fileWith(content: unknown): string {
  const path = join(temporaryFolder(), 'c.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('loadCalibration', () => {
  it('finds the shipped one and knows when there is none', () => {
    expect(loadCalibration(SHIPPED)?.embedder).toBe(SHIPPED);
    expect(loadCalibration('another-embedder')).toBeUndefined();
  });

  it.each([
    ['is damaged', '{', /calibration for bge cannot be used/],
    ['was made for another embedder', { ...loadCalibration(SHIPPED) }, /made for bge-small/],
    ['was made for another set of features', { ...loadCalibration(SHIPPED), embedder: 'bge', featureSet: 0 }, /featureSet: was made for/],
    ['lacks a coefficient', { ...loadCalibration(SHIPPED), embedder: 'bge', coefficients: {} }, /coefficients\.cosine/],
  ])('refuses a file that %s', (_, content, message) => {
    expect(() => loadCalibration('bge', fileWith(content))).toThrow(message);
  });
});
