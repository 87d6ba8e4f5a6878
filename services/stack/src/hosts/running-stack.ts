import type { ServiceName } from './service-list.js';

/** All five services, in whichever shape. */
export interface RunningStack {
  readonly shape: string;
  /** HTTP addresses. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** Lets running requests finish, then ends everything it started. */
  close(): Promise<void>;
}
