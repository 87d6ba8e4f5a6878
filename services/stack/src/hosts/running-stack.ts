import type { ServiceName } from './service-list.js';

/** Beyond DRAIN_TIMEOUT_MS, for writing what is in memory and closing files, engines and NATS. */
export const END_GRACE_MS = 5_000;

/** All five services, in whichever shape. */
export interface RunningStack {
  readonly shape: string;
  /** HTTP addresses. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** Whatever hangs, it has ended by then after it was told to. */
  readonly endsWithinMs: number;
  /** Lets running requests finish, then ends everything it started. */
  close(): Promise<void>;
}
