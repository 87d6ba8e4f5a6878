import type { AgentName } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { z } from 'zod';
import type { AgentRun } from './agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from './agent-state.js';

/** Any of them, as the graph sees it. */
export interface AnyAgent {
  readonly name: AgentName;
  turn(state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate>;
  tell(output: never): string;
}

/** An agent that the supervisor hands a turn to. It sees the part of the state that its input names, and gives back what its output names. */
export abstract class GraphAgent<Input, Output extends AgentStateUpdate> implements AnyAgent {
  abstract readonly name: AgentName;
  abstract readonly input: z.ZodType<Input>;
  abstract readonly output: z.ZodType<Output>;

  protected abstract work(input: Input, run: AgentRun): Output | Promise<Output>;

  /** What it says when it hands back, in a sentence or two. */
  abstract tell(output: Output): string;

  /** @throws AppError INTERNAL when the state lacks what it needs, or when what it made isn't what it says it makes */
  async turn(state: AgentStateValue, run: AgentRun): Promise<Output> {
    const input = this.held(this.input, state, 'was given');
    return this.held(this.output, await this.work(input, run), 'made');
  }

  private held<T>(schema: z.ZodType<T>, value: unknown, how: string): T {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new AppError('INTERNAL', `The agent ${this.name} ${how} what its contract doesn't allow`, {
      details: { agent: this.name, faults: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), problem: message })) },
    });
  }
}

/** Injects all of them. */
export const GRAPH_AGENTS = Symbol('GRAPH_AGENTS');
