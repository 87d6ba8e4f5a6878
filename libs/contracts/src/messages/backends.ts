import { z } from 'zod';
import { defineCall, defineEvent } from './contract.js';

export const backendStateSchema = z.enum(['idle', 'loading', 'ready', 'draining', 'sleeping', 'failed']);

/** One of several servers behind a backend. */
export const replicaInfoSchema = z.object({
  name: z.string(),
  /** On trial it gets one request at a time until one is answered; unhealthy none until its probe passes. */
  state: z.enum(['healthy', 'trial', 'unhealthy']),
  running: z.number().int().nonnegative(),
  /** Of what runs, estimated: prompts and answers. */
  tokens: z.number().nonnegative(),
  served: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Of the served: sent there because it has the prompt's beginning in its cache. */
  byPrefix: z.number().int().nonnegative(),
  /** Why it isn't healthy. */
  reason: z.string().optional(),
});
export type ReplicaInfo = z.infer<typeof replicaInfoSchema>;

/** One configured engine and what it is doing. */
export const backendInfoSchema = z
  .object({
    name: z.string(),
    kind: z.string(),
    model: z.string(),
    state: backendStateSchema,
    /** How long it has been so. */
    inStateMs: z.number().nonnegative(),
    /** While it is loaded, of engines that tell it: 0 to 1. */
    loadedShare: z.number().min(0).max(1).optional(),
    /** How long it took when it was loaded last, since the service runs. */
    lastLoadMs: z.number().nonnegative().optional(),
    /** Requests that name no other backend's model go there. */
    active: z.boolean(),
    exclusive: z.boolean(),
    running: z.number().int().nonnegative(),
    fallback: z.array(z.string()),
    /** Why it failed. */
    reason: z.string().optional(),
    replicas: z.array(replicaInfoSchema).optional(),
  })
  .meta({ id: 'Backend' });
export type BackendInfo = z.infer<typeof backendInfoSchema>;

/** A backend has changed its state. */
export const backendEventSchema = z
  .object({
    at: z.iso.datetime(),
    backend: z.string(),
    state: backendStateSchema,
    /** Generations at this backend. */
    running: z.number().int().nonnegative(),
    /** Requests that wait for a backend to be loaded. */
    waiting: z.number().int().nonnegative(),
    reason: z.string().optional(),
    /** Which replica of the inference service tells it. */
    instance: z.string().optional(),
  })
  .meta({ id: 'BackendEvent' });
export type BackendEvent = z.infer<typeof backendEventSchema>;

export const backendSwitchRequestSchema = z.object({
  name: z.string().min(1).max(64),
  /** How long running generations of the old backend may take; default: the backends file's drainTimeoutMs. */
  drainTimeoutMs: z.number().int().min(0).max(600_000).optional(),
});
export type BackendSwitchRequest = z.infer<typeof backendSwitchRequestSchema>;

export const backendSwitchReplySchema = z
  .object({
    active: z.string(),
    previous: z.string(),
    tookMs: z.number().nonnegative(),
    backends: z.array(backendInfoSchema),
  })
  .meta({ id: 'BackendSwitched' });
export type BackendSwitchReply = z.infer<typeof backendSwitchReplySchema>;

export const backendListSchema = z.object({ backends: z.array(backendInfoSchema) });
export type BackendList = z.infer<typeof backendListSchema>;
export const inferenceBackendsList = defineCall('inference.backends.list', z.object({}), backendListSchema);
export const inferenceBackendsSwitch = defineCall('inference.backends.switch', backendSwitchRequestSchema, backendSwitchReplySchema);
/** Which backend operators want active. Of two decisions the later one counts. */
export const backendDecisionSchema = z.object({
  name: z.string().min(1).max(64),
  /** Unix ms, and later than any decision it replaces. */
  at: z.number().int().nonnegative(),
});
export type BackendDecision = z.infer<typeof backendDecisionSchema>;

/** Said after a switch, and again every few seconds: messages may be lost, and replicas start later. */
export const inferenceBackendDecided = defineEvent('inference.backend.decided', backendDecisionSchema, 'each');
export const inferenceBackendChanged = defineEvent('inference.backend.changed', backendEventSchema);
