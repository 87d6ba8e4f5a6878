import { loadConfig } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { newRequestContext, type RequestContext } from '@docmind/messaging';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { orchestratorConfigSchema } from '../config/config.js';
import { Tool } from './tool.port.js';
import { ToolRegistry } from './tool-registry.js';
import { type ToolOutcome, ToolRunner } from './tool-runner.js';

const input = z.strictObject({ n: z.number(), does: z.enum(['answers', 'fails', 'hangs', 'lies']).default('answers') });
type Input = z.infer<typeof input>;

/** Ends each call when it is told to, and knows how many ran at once. */
class CountingTool extends Tool<Input, number> {
  readonly name = 'count';
  readonly input = input;
  readonly output = z.number();
  most = 0;
  readonly stopped: number[] = [];
  private running = 0;

  async run({ n, does }: Input, { signal }: RequestContext): Promise<number> {
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    try {
      // Later calls end first, so that the order of the outcomes is not the order in which they ended.
      for (let turn = 0; turn < 20 - n; turn += 1) await new Promise(setImmediate);
      if (does === 'fails') throw new AppError('UNAVAILABLE', 'count is down');
      if (does === 'hangs' && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (does === 'hangs') this.stopped.push(n);
      return does === 'lies' ? ('many' as never) : n;
    } finally {
      this.running -= 1;
    }
  }

  tell(output: number): string {
    return `counted ${output}`;
  }
}

async function runAll(calls: object[], environment: Record<string, string> = {}): Promise<{ tool: CountingTool; outcomes: ToolOutcome[] }> {
  const tool = new CountingTool();
  const config = loadConfig(orchestratorConfigSchema, { TOOL_TIMEOUT_MS: '100', ...environment });
  const context = newRequestContext({ deadline: Date.now() + 10_000 });
  const runner = new ToolRunner(new ToolRegistry([tool]), config);
  const outcomes = await runner.runAll(
    calls.map((given) => ({ tool: 'count', input: given })),
    context,
  );
  return { tool, outcomes };
}

const numbers = (count: number): { n: number }[] => Array.from({ length: count }, (_, n) => ({ n }));

describe('ToolRunner', () => {
  it.each([
    [{}, 3],
    [{ MAX_PARALLEL_CALLS: '2' }, 2],
    [{ PARALLEL_TOOL_CALLS: 'false' }, 1],
  ])('with %j runs %i at once, and gives outcomes in the order they were asked for', async (environment, atOnce) => {
    const { tool, outcomes } = await runAll(numbers(8), environment);
    expect(tool.most).toBe(atOnce);
    expect(outcomes.map(({ outcome, output, result }) => [outcome, output, result])).toEqual(
      numbers(8).map(({ n }) => ['done', n, `counted ${n}`]),
    );
  });

  it('lets no failing call take another with it', async () => {
    const { tool, outcomes } = await runAll([{ n: 0, does: 'fails' }, { n: 1 }, { n: 2, does: 'hangs' }, { n: 3, does: 'lies' }, { n: 4 }]);
    expect(outcomes.map(({ outcome, output }) => [outcome, output])).toEqual([
      ['failed', undefined],
      ['done', 1],
      ['timed_out', undefined],
      ['failed', undefined],
      ['done', 4],
    ]);
    expect(outcomes[2]?.result).toBe('count took longer than 100 ms');
    expect(outcomes[2]?.durationMs).toBeLessThan(1_100);
    expect(tool.stopped).toEqual([2]);
  });

  it('refuses arguments that the tool does not take, and tools that are not there', async () => {
    const { outcomes } = await runAll([{ n: 'one' }, { n: 1, more: true }]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    const config = loadConfig(orchestratorConfigSchema, {});
    const runner = new ToolRunner(new ToolRegistry([new CountingTool()]), config);
    const [unknown] = await runner.runAll([{ tool: 'rm', input: {} }], newRequestContext({ deadline: Date.now() + 1_000 }));
    expect(unknown).toMatchObject({ outcome: 'refused', result: 'There is no tool "rm": there are count' });
  });

  it('stops with its caller', async () => {
    const caller = new AbortController();
    const runner = new ToolRunner(new ToolRegistry([new CountingTool()]), loadConfig(orchestratorConfigSchema, {}));
    const context = { ...newRequestContext({ deadline: Date.now() + 10_000 }), signal: caller.signal };
    const running = runner.runAll([{ tool: 'count', input: { n: 0, does: 'hangs' } }], context);
    caller.abort(new Error('the caller left'));
    await expect(running).rejects.toThrow('the caller left');
  });

  it('does not start with two tools of one name', () => {
    expect(() => new ToolRegistry([new CountingTool(), new CountingTool()])).toThrow(/one name/);
  });
});
