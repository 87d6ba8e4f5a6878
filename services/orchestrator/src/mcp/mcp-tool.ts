import type { Permit } from '@docmind/bootstrap';
import type { Role } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import type { z, ZodObject } from 'zod';

/** On whose behalf a message is worked on. */
export interface McpCaller extends Permit {
  readonly context: RequestContext;
}

/** What a tool works in: on whose behalf, and how it says how far it is. */
export interface McpCall {
  readonly context: RequestContext;
  /** To a client that asked for it; nothing to others. */
  readonly progress: (message: string) => Promise<void>;
}

/** What a tool brings: values for programs, and words for a model that reads text only. */
export interface McpOutcome<Output> {
  readonly value: Output;
  readonly text: string;
}

/** One tool of the Model Context Protocol. */
export interface McpTool<Input extends ZodObject = ZodObject, Output extends ZodObject = ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Any of them will do. */
  readonly roles: readonly Role[];
  readonly hints: { readonly readOnlyHint: boolean; readonly destructiveHint?: boolean; readonly idempotentHint?: boolean };
  readonly input: Input;
  readonly output: Output;
  run(given: z.output<Input>, call: McpCall): Promise<McpOutcome<z.input<Output>>>;
}

/** Tools differ in what they take; a list of them forgets it, and each checks its own. */
export function mcpTool<Input extends ZodObject, Output extends ZodObject>(tool: McpTool<Input, Output>): McpTool {
  return tool as unknown as McpTool;
}
