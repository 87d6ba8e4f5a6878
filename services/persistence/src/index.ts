export type { KeptBackup } from './backup/backup-store.port.js';
export type { DatabaseCare } from './care/database-care.port.js';
export { withDatabaseCare } from './with-database-care.js';
export { type PersistenceConfig, persistenceConfigSchema, persistenceFaults } from './config/config.js';
export { startPersistence } from './start-persistence.js';
