import { AppError } from '@docmind/errors';
import { describe, expect, it } from 'vitest';
import type { LlmEngine } from '../generation/llm-engine.port.js';
import { ModelNames } from './model-names.js';

function namesOver(models: () => Promise<{ id: string; ownedBy: string; contextLength?: number }[]>) {
  const clock = { ms: 0, asked: 0 };
  const engine = {
    models: () => {
      clock.asked++;
      return models();
    },
  } as unknown as LlmEngine;
  return { clock, names: new ModelNames(engine, () => clock.ms) };
}

describe('ModelNames', () => {
  it('asks the engine once for a while', async () => {
    const { names, clock } = namesOver(async () => [{ id: 'a', ownedBy: 'x', contextLength: 512 }]);
    expect(await names.resolve('a')).toBe('a');
    expect(names.resolve('a')).toBe('a');
    expect(names.windowOf('a')).toBe(512);
    expect(clock.asked).toBe(1);
    clock.ms = 10_001;
    expect(await names.resolve('a')).toBe('a');
    expect(clock.asked).toBe(2);
  });

  it('asks again for an unknown name, at most once a second', async () => {
    const models = [{ id: 'a', ownedBy: 'x' }];
    const { names, clock } = namesOver(async () => models);
    await expect(names.resolve('b')).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('there is a') });
    await expect(names.resolve('b')).rejects.toMatchObject({ details: { openAiCode: 'model_not_found' } });
    expect(clock.asked).toBe(1);
    models.push({ id: 'b', ownedBy: 'x' });
    clock.ms = 1_001;
    expect(await names.resolve('b')).toBe('b');
  });

  it('waits for nothing where a name is configured, and asks once for many', async () => {
    const { names, clock } = namesOver(async () => [{ id: 'a', ownedBy: 'x', contextLength: 512 }]);
    expect(names.configured('a')).toBe('a');
    await Promise.all([names.resolve('a'), names.list()]);
    expect(clock.asked).toBe(1);
    expect(names.windowOf('a')).toBe(512);
  });

  it('keeps the names it had while the engine is down', async () => {
    let isDown = true;
    const { names, clock } = namesOver(async () => {
      if (isDown) throw new AppError('UNAVAILABLE', 'down');
      return [{ id: 'a', ownedBy: 'x' }];
    });
    await expect(names.resolve('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    isDown = false;
    expect(await names.resolve('a')).toBe('a');
    isDown = true;
    clock.ms = 20_000;
    expect(await names.resolve('a')).toBe('a');
  });
});
