import { AppError } from '@docmind/errors';

export interface UpstreamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as they come. Throws AppError UNAVAILABLE or DEADLINE_EXCEEDED when they break off. */
  readonly body: AsyncIterable<Buffer>;
}

/** What is not a chat: it goes through as it is, and nothing is kept. */
export interface PassedCall {
  readonly method: 'GET' | 'POST';
  /** Below the upstream's base, such as `/models`. */
  readonly path: string;
  readonly body?: string;
}

/** The one server the caching proxy stands in front of. Where it is comes from the configuration only, never from a caller. */
export abstract class ChatUpstream {
  /**
   * Sends a chat completion request. Any status is a reply, also an error's.
   * @throws AppError UNAVAILABLE when it can't be reached, DEADLINE_EXCEEDED when it stays silent, CANCELLED when the signal aborts
   */
  abstract send(body: string, signal: AbortSignal): Promise<UpstreamReply>;
  /** The same for a call of another kind. */
  abstract pass(call: PassedCall, signal: AbortSignal): Promise<UpstreamReply>;
  abstract close(): Promise<void>;
}

/** Where no CACHE_UPSTREAM_URL is set. */
export class NoUpstream extends ChatUpstream {
  send(): Promise<never> {
    return this.pass();
  }

  async pass(): Promise<never> {
    throw new AppError(
      'FAILED_PRECONDITION',
      'The caching proxy has no upstream: set CACHE_UPSTREAM_URL to an OpenAI-compatible server, such as http://127.0.0.1:8001/v1',
      { details: { openAiCode: 'no_upstream' } },
    );
  }

  async close(): Promise<void> {}
}
