import type { ErrorCode, Usage } from '@docmind/contracts';

/** What became of one generation. */
export interface GenerationOutcome {
  /** The kind of engine that answered. */
  readonly engine: string;
  readonly backend: string;
  readonly model: string;
  readonly totalMs: number;
  readonly timeToFirstTokenMs: number | undefined;
  readonly usage: Usage | undefined;
  readonly errorCode: ErrorCode | undefined;
  /** Where the caller had read enough: the tokens until then. Its engine tells no usage. */
  readonly stoppedAfterTokens: number | undefined;
  readonly retries: number;
  /** An engine failed on the way, and another attempt or another engine was tried. */
  readonly hadFault: boolean;
}
