export { type ApiKeyEntry, ApiKeys, createApiKey, type KeyHolder } from './api-keys.js';
export { type CommonConfig, commonConfigShape, natsConfigShape } from './common-config.js';
export { Speaks } from './errors/speaks.js';
export { CallerHas, HttpContext } from './http-context.js';
export { readSecret, runService, type ServiceProgram } from './run-service.js';
export { SpareTime } from './spare-time.js';
export { type RunningService, type ServiceOptions, startService } from './start-service.js';
export { StreamReply } from './stream-reply.js';
export { ZodPipe } from './zod.pipe.js';
