import type { ToolCallRecord } from '@docmind/contracts';
import { AppError, toAppError, within } from '@docmind/errors';
import { inSpan, type RequestContext } from '@docmind/messaging';
import { executeToolSpan } from '@docmind/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { AnyTool } from './tool.port.js';
import { ToolRegistry } from './tool-registry.js';

export interface ToolRequest {
  readonly tool: string;
  readonly input: unknown;
}

export interface ToolOutcome {
  readonly outcome: ToolCallRecord['outcome'];
  /** Held to the tool's schema; undefined unless done. */
  readonly output?: unknown;
  readonly error?: AppError;
  /** What came back in a few words, or why nothing did. */
  readonly result: string;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Runs an agent's calls, several at once where that is allowed, each with a deadline of its own. One that fails takes no other with it. */
@Injectable()
export class ToolRunner {
  constructor(
    private readonly registry: ToolRegistry,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /**
   * @returns an outcome for each call, in the order in which they were asked for
   * @throws the signal's reason when the caller leaves: then nobody waits for outcomes
   */
  async runAll(calls: readonly ToolRequest[], context: RequestContext): Promise<ToolOutcome[]> {
    const outcomes: ToolOutcome[] = [];
    const { PARALLEL_TOOL_CALLS, MAX_PARALLEL_CALLS } = this.config;
    const queue = calls.entries();
    const worker = async (): Promise<void> => {
      for (const [at, call] of queue) outcomes[at] = await this.runOne(call, context);
    };
    const atOnce = PARALLEL_TOOL_CALLS ? Math.min(MAX_PARALLEL_CALLS, calls.length) : 1;
    await Promise.all(Array.from({ length: atOnce }, worker));
    context.signal.throwIfAborted();
    return outcomes;
  }

  private async runOne({ tool: name, input }: ToolRequest, context: RequestContext): Promise<ToolOutcome> {
    context.signal.throwIfAborted();
    const startedAt = performance.now();
    const ended = (how: Pick<ToolOutcome, 'outcome' | 'output' | 'error' | 'result'>): ToolOutcome => ({
      ...how,
      startedAt,
      durationMs: performance.now() - startedAt,
    });
    const tool = this.registry.find(name);
    if (tool === undefined) return ended(refusedBecause(`There is no tool "${name}": there are ${this.registry.names.join(', ')}`));
    const given = tool.input.safeParse(input);
    if (!given.success) return ended(refusedBecause(`${name} takes other arguments: ${given.error.issues[0]?.message ?? ''}`));
    try {
      const output = await inSpan(
        context,
        () => executeToolSpan(name),
        (within) => this.inTime(tool, given.data as never, within),
      );
      return ended({ outcome: 'done', output, result: tool.tell(output as never) });
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      const error = toAppError(thrown);
      return ended({ outcome: error.code === 'DEADLINE_EXCEEDED' ? 'timed_out' : 'failed', error, result: error.message });
    }
  }

  private async inTime(tool: AnyTool, input: never, context: RequestContext): Promise<unknown> {
    const limitMs = this.config.TOOL_TIMEOUT_MS;
    const tooLate = (): AppError => new AppError('DEADLINE_EXCEEDED', `${tool.name} took longer than ${limitMs} ms`);
    const work = (signal: AbortSignal): Promise<unknown> =>
      tool.run(input, {
        ...context,
        signal: AbortSignal.any([context.signal, signal]),
        deadline: Math.min(context.deadline, Date.now() + limitMs),
      });
    const made = tool.output.safeParse(await within(work, limitMs, tooLate));
    if (made.success) return made.data;
    throw new AppError('INTERNAL', `${tool.name} gave something else than it says it gives: ${made.error.issues[0]?.message ?? ''}`);
  }
}

function refusedBecause(message: string): Pick<ToolOutcome, 'outcome' | 'error' | 'result'> {
  return { outcome: 'refused', error: new AppError('INVALID_ARGUMENT', message), result: message };
}
