export type ChatBody = Readonly<Record<string, unknown>>;

export interface UpstreamCall {
  readonly body: string;
  /** Two calls of different forms get different bytes back. */
  readonly form: string;
  /** The usage comes because the proxy asked for it: the caller must not see it. */
  readonly hidesUsage: boolean;
}

/** The request as the upstream gets it: the caller's, without GPTCache's own parameter, and with a stream's usage where that is wanted. */
export function upstreamCallOf(request: ChatBody, wantsUsage: boolean): UpstreamCall {
  const { cache_skip: _ours, ...body } = request;
  if (body.stream !== true) return { body: JSON.stringify(body), form: 'json', hidesUsage: false };
  const options = (body.stream_options ?? {}) as Record<string, unknown>;
  const isAsked = options.include_usage === true;
  if (isAsked || !wantsUsage) return { body: JSON.stringify(body), form: isAsked ? 'stream+usage' : 'stream', hidesUsage: false };
  return { body: JSON.stringify({ ...body, stream_options: { ...options, include_usage: true } }), form: 'stream+usage', hidesUsage: true };
}
