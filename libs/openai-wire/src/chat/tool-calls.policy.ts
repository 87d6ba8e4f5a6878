import type { ToolCall } from '@docmind/contracts';

/** A part of a call, as OpenAI's streams bring them: the name once, the arguments in pieces. */
export interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** The whole calls of a stream's parts, in the engine's order; undefined where there are none. */
export function assembleCalls(deltas: readonly ToolCallDelta[]): ToolCall[] | undefined {
  if (deltas.length === 0) return undefined;
  const calls = new Map<number, OpenCall>();
  for (const delta of deltas) calls.set(delta.index ?? 0, extended(calls.get(delta.index ?? 0), delta));
  return [...calls.entries()]
    .sort(([one], [other]) => one - other)
    .map(([index, { id, ...called }]) => ({ id: id || `call_${index}`, type: 'function', function: called }));
}

function extended(call: OpenCall = { id: '', name: '', arguments: '' }, { id = call.id, function: part }: ToolCallDelta): OpenCall {
  return { id, name: call.name + (part?.name ?? ''), arguments: call.arguments + (part?.arguments ?? '') };
}
