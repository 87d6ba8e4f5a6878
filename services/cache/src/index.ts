export { type CacheConfig, cacheConfigSchema } from './config.js';
export { startCache } from './start-cache.js';
