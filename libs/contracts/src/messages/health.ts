import { z } from 'zod';
import { type CallContract, defineCall } from './contract.js';

export const missingPartSchema = z.object({ part: z.string(), message: z.string(), since: z.string() });
export const healthReplySchema = z.object({ down: z.array(missingPartSchema) });
export type HealthReply = z.infer<typeof healthReplySchema>;

/** Which parts of a service do not work; one without a reply does not run. */
export function healthGetOf(service: string): CallContract<Record<string, never>, HealthReply> {
  return defineCall(`${service}.health.get`, z.record(z.string(), z.never()), healthReplySchema);
}

export const cacheHealthGet = healthGetOf('cache');
export const inferenceHealthGet = healthGetOf('inference');
export const persistenceHealthGet = healthGetOf('persistence');
