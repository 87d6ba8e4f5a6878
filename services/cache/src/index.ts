export { type CacheConfig, cacheConfigSchema } from './config/config.js';
export { cacheFaults } from './cache-faults.js';
export { startCache } from './start-cache.js';
