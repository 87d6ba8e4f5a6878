export { type PersistenceConfig, persistenceConfigSchema } from './config.js';
export { startPersistence } from './start.js';
