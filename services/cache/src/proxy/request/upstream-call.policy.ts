export type ChatBody = Readonly<Record<string, unknown>>;

export interface UpstreamCall {
  readonly body: string;
  /** The usage comes because the proxy asked for it: the caller must not see it. */
  readonly hidesUsage: boolean;
}

/** What the upstream replies with. Two calls of different forms get different bytes back. */
export type CallForm = 'json' | 'stream' | 'stream+usage';

export function formOf(request: ChatBody, wantsUsage: boolean): CallForm {
  if (request.stream !== true) return 'json';
  return wantsUsage || asksForUsage(request) ? 'stream+usage' : 'stream';
}

/** The request as the upstream gets it: the caller's, without GPTCache's own parameter, and with a stream's usage where that is wanted. */
export function upstreamCallOf(request: ChatBody, wantsUsage: boolean): UpstreamCall {
  const { cache_skip: _ours, ...body } = request;
  const hidesUsage = formOf(request, wantsUsage) === 'stream+usage' && !asksForUsage(request);
  if (!hidesUsage) return { body: JSON.stringify(body), hidesUsage };
  const options = (body.stream_options ?? {}) as Record<string, unknown>;
  return { body: JSON.stringify({ ...body, stream_options: { ...options, include_usage: true } }), hidesUsage };
}

function asksForUsage({ stream_options: options }: ChatBody): boolean {
  return (options as { include_usage?: unknown } | null | undefined)?.include_usage === true;
}
