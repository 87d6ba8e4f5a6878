import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '@docmind/errors';
import type { Spans } from './spans.port.js';

export const DEFAULT_TENANT = 'default';
export const DEFAULT_DEADLINE_MS = 120_000;

/** What travels with a request through every service: who asks, until when, and under which trace. */
export interface RequestContext {
  readonly requestId: string;
  readonly tenant: string;
  /** Unix ms after which nobody waits for the answer. */
  readonly deadline: number;
  /** W3C trace context. */
  readonly traceparent: string;
  /** Aborts when the caller leaves or the deadline passes. */
  readonly signal: AbortSignal;
  /** Counts tokens against what the caller's key may use; it stays in the service whose door the caller came through. */
  readonly spend?: (tokens: number) => void;
  /** Where this service's work on a traced request is told; each service has its own. */
  readonly spans?: Spans;
}

export function newRequestContext(given: Partial<RequestContext> = {}): RequestContext {
  return {
    requestId: given.requestId ?? randomUUID(),
    tenant: given.tenant ?? DEFAULT_TENANT,
    deadline: given.deadline ?? Date.now() + DEFAULT_DEADLINE_MS,
    traceparent: given.traceparent ?? newTraceparent(),
    signal: given.signal ?? new AbortController().signal,
    spend: given.spend,
    spans: given.spans,
  };
}

/** Of a trace that nobody records: its id is for logs. */
export function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-00`;
}

const POOL_BYTES = 4_096;
let pool = Buffer.alloc(0);
let poolAt = 0;

/** From a pool: asking the system for a few random bytes costs more than the rest of a request's context. */
function randomHex(bytes: number): string {
  if (poolAt + bytes > pool.length) {
    pool = randomBytes(POOL_BYTES);
    poolAt = 0;
  }
  poolAt += bytes;
  return pool.toString('hex', poolAt - bytes, poolAt);
}

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The caller's, where it can be read: work that is no span itself is between the caller's and what it asks for. Else a trace that nobody records. */
export function traceparentFrom(caller: string | undefined): string {
  return caller !== undefined && TRACEPARENT.test(caller) ? caller : newTraceparent();
}

/** Whether whoever asks records the trace. */
export function isSampled(traceparent: string): boolean {
  return (Number.parseInt(TRACEPARENT.exec(traceparent)?.[2] ?? '0', 16) & 1) === 1;
}

export function traceIdOf(traceparent: string): string {
  return TRACEPARENT.exec(traceparent)?.[1] ?? '';
}

/**
 * What a log line says about the request it belongs to. Given to each line by hand: an AsyncLocalStorage would add a third to the CPU of every
 * request (Node 20 pays for it on each promise), for the sake of the few that are logged.
 */
export function requestFacts({ requestId, traceparent }: RequestContext): { requestId: string; trace_id: string } {
  return { requestId, trace_id: traceIdOf(traceparent) };
}

/** @throws AppError DEADLINE_EXCEEDED or CANCELLED when nobody waits any more. */
export function assertStillWanted(context: RequestContext, now = Date.now()): void {
  if (now >= context.deadline) throw new AppError('DEADLINE_EXCEEDED', 'The deadline passed before the work was done');
  if (context.signal.aborted) throw new AppError('CANCELLED', 'The caller went away');
}
