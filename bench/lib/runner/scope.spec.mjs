import { describe, expect, it } from 'vitest';
import { Scope } from './scope.mjs';

describe('scope', () => {
  it('closes in reverse order, all of it, and then throws the first failure', async () => {
    const scope = new Scope();
    const closed = [];
    scope.defer(() => closed.push('first'));
    scope.defer(() => {
      throw new Error('cannot close');
    });
    scope.defer(() => closed.push('last'));
    await expect(scope.close()).rejects.toThrow('cannot close');
    expect(closed).toEqual(['last', 'first']);
    await expect(scope.close()).resolves.toBeUndefined();
  });
});
