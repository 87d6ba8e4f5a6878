export { type CacheConfig, cacheConfigSchema, encryptedDatabases as cacheDatabases } from './config/config.js';
export { cacheFaults } from './cache-faults.js';
export { startCache } from './start-cache.js';
