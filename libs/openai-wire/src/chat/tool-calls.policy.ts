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
  const calls: (OpenCall & { readonly index: number })[] = [];
  for (const delta of deltas) {
    const at = openCallOf(calls, delta);
    calls[at] = { index: delta.index ?? calls[at]?.index ?? at, ...extended(calls[at], delta) };
  }
  return calls
    .sort((one, other) => one.index - other.index)
    .map(({ id, name, arguments: text }, place) => ({
      id: id || `call_${place}`,
      type: 'function',
      function: { name, arguments: text },
    }));
}

/**
 * Where the call lies that a part goes on with; behind the last for a new one. Some engines write no index, or 0 for every call: another id
 * is another call, and so is another name where there is no index.
 */
function openCallOf(calls: readonly (OpenCall & { readonly index: number })[], { index, id, function: part }: ToolCallDelta): number {
  const at = index === undefined ? calls.length - 1 : calls.findLastIndex((call) => call.index === index);
  const open = calls[at];
  return open && !isOther(open, { index, id, function: part }) ? at : calls.length;
}

function isOther(open: OpenCall, { index, id, function: part }: ToolCallDelta): boolean {
  if (id) return open.id !== '' && id !== open.id;
  return index === undefined && Boolean(part?.name) && open.name !== '';
}

function extended(call: OpenCall = { id: '', name: '', arguments: '' }, { id = call.id, function: part }: ToolCallDelta): OpenCall {
  return { id, name: call.name + (part?.name ?? ''), arguments: call.arguments + (part?.arguments ?? '') };
}
