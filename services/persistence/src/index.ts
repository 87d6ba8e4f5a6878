export { type PersistenceConfig, persistenceConfigSchema } from './config/config.js';
export { startPersistence } from './start-persistence.js';
