import { AppError } from '@docmind/errors';
import { describe, expect, it } from 'vitest';
import { down, started } from './backends.fixture.js';

describe('a fallback chain', () => {
  const chain = [
    { name: 'a', exclusive: false, fallback: ['b', 'c'] },
    { name: 'b', exclusive: false },
    { name: 'c', exclusive: false },
  ];

  it('goes on at the next backend when one fails before its first token', async () => {
    const under = await started(chain);
    for (const engine of Object.values(under.engines)) engine.isLoaded = true;
    under.engine('a').chatFailure = down();
    expect((await under.ask('docmind')).by).toBe('b-model');
    under.engine('b').chatFailure = down();
    expect((await under.ask('docmind')).by).toBe('c-model');
  });

  it('tells what was tried and how it failed', async () => {
    const under = await started(chain);
    for (const engine of Object.values(under.engines)) {
      engine.isLoaded = true;
      engine.chatFailure = down();
    }
    await expect(under.ask('docmind')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('a (3 attempts): out of memory; b (3 attempts): out of memory; c (3 attempts)'),
      details: { attempts: [{ backend: 'a', code: 'UNAVAILABLE', attempts: 3 }, { backend: 'b' }, { backend: 'c' }] },
    });
  });

  it('does not wait for an engine that asks for a pause where a fallback can answer', async () => {
    const under = await started(chain);
    for (const engine of Object.values(under.engines)) engine.isLoaded = true;
    under.engine('a').chatFailure = new AppError('UNAVAILABLE', 'loading', { details: { retryAfterSeconds: 9 } });
    const startedAt = performance.now();
    expect((await under.ask('docmind')).by).toBe('b-model');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('is not for what the request itself is wrong about', async () => {
    const under = await started(chain);
    under.engine('a').chatFailure = new AppError('INVALID_ARGUMENT', 'no such parameter');
    await expect(under.ask('docmind')).rejects.toMatchObject({ message: 'no such parameter' });
    expect(under.engine('b').asked).toHaveLength(0);
  });
});
