import { newRequestContext } from '@docmind/messaging';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GenerationScope } from './generation-scope.js';

function reasonOf(scope: GenerationScope): Promise<unknown> {
  onTestFinished(() => scope.end());
  return new Promise((resolve) => scope.signal.addEventListener('abort', () => resolve(scope.signal.reason), { once: true }));
}

describe('a generation that takes too long', () => {
  it("names the engine's own limit", async () => {
    await expect(reasonOf(new GenerationScope(newRequestContext(), 5))).resolves.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.stringContaining('ENGINE_TIMEOUT_MS') as string,
    });
  });

  it("names the caller's, where that is over first", async () => {
    const scope = new GenerationScope(newRequestContext({ deadline: Date.now() + 5 }), 60_000);
    await expect(reasonOf(scope)).resolves.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.stringContaining('QUERY_TIMEOUT_MS') as string,
    });
  });
});
