import type { RequestContext } from '@docmind/messaging';
import type { z } from 'zod';

/** Any of them, as the runner sees it: what it takes and gives is known once it went through the schemas. */
export interface AnyTool {
  readonly name: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  run(input: never, context: RequestContext): Promise<unknown>;
  tell(output: never): string;
}

/** Something an agent may call: named, its arguments and its result held to schemas. */
export abstract class Tool<Input, Output> implements AnyTool {
  abstract readonly name: string;
  abstract readonly input: z.ZodType<Input>;
  abstract readonly output: z.ZodType<Output>;
  abstract run(input: Input, context: RequestContext): Promise<Output>;
  /** What came back, in a few words. */
  abstract tell(output: Output): string;
}

/** Injects all of them. */
export const TOOLS = Symbol('TOOLS');
