export { type OrchestratorConfig, orchestratorConfigSchema } from './config/config.js';
export { startOrchestrator } from './start-orchestrator.js';
