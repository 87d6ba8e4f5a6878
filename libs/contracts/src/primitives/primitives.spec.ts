import { growsTooFast, runOf } from '@docmind/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeVector, documentPathSchema, encodeVector, identifierSchema, tagSchema, vectorSchema } from './primitives.js';

describe('vectors on the wire', () => {
  it('come back as they were, bit for bit', () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 64 }), (vector) => {
        const encoded = encodeVector(vector);
        expect(vectorSchema.safeParse(encoded).success).toBe(true);
        expect(Buffer.from(decodeVector(encoded).buffer)).toEqual(Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
      }),
    );
  });

  it('are little-endian float32, so that any client can read them', () => {
    expect(encodeVector(Float32Array.of(1, -2))).toBe(Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]).toString('base64'));
  });

  it('take a part of a longer array for that part only', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    expect([...decodeVector(encodeVector(whole.subarray(1, 3)))]).toEqual([2, 3]);
  });

  it('are a copy that stays right when the pool it was read from is used again', () => {
    const decoded = decodeVector(encodeVector(Float32Array.of(0.5)));
    for (let turn = 0; turn < 100; turn += 1) Buffer.from('overwrites the pool').toString('base64');
    expect([...decoded]).toEqual([0.5]);
  });

  it('lose a torn last number rather than invent one', () => {
    const torn = Buffer.concat([Buffer.from(Float32Array.of(7).buffer), Buffer.from([1, 2])]).toString('base64');
    expect([...decodeVector(torn)]).toEqual([7]);
  });

  it.each(['a b', '<svg>', 'AAA=A', 'ÄÄÄÄ'])('are refused when they are not base64: %s', (text) => {
    expect(vectorSchema.safeParse(text).success).toBe(false);
  });
});

describe('identifiers', () => {
  it.each(['a', 'default', 'Team-7', 'v1.2_x', '0'.repeat(64)])('take %s', (text) => {
    expect(identifierSchema.safeParse(text).success).toBe(true);
  });

  it.each(['', ' a', 'a b', '-a', '.hidden', '../x', 'a/b', 'a*', 'a\n', '0'.repeat(65)])(
    'refuse %j, which could be a path or a pattern',
    (text) => {
      expect(identifierSchema.safeParse(text).success).toBe(false);
    },
  );
});

it.each([
  ['tag', tagSchema],
  ['path', documentPathSchema],
])('a %s of marks that are out of order is refused in time that grows with its length', (_, schema) => {
  const marks = runOf('\u0301\u0323');
  expect(schema.safeParse(marks(4_097)).success).toBe(false);
  expect(growsTooFast((text) => schema.safeParse(text), marks)).toBe(false);
});
