export { type OrchestratorConfig, orchestratorConfigSchema } from './config.js';
export { startOrchestrator } from './start-orchestrator.js';
