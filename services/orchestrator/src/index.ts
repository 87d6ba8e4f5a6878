export {
  encryptedDatabases as orchestratorDatabases,
  type OrchestratorConfig,
  orchestratorConfigSchema,
  orchestratorFaults,
} from './config/config.js';
export { keepSelfTest, readSelfTests, type TestedModel } from './self-test/self-test.store.js';
export { startOrchestrator } from './start-orchestrator.js';
export { stageRekeyedUploads } from './documents/uploads/stage-rekeyed-uploads.js';
