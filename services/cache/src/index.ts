export { type CacheConfig, cacheConfigSchema } from './config/config.js';
export { startCache } from './start-cache.js';
