import { runService } from '@docmind/bootstrap';
import { orchestratorConfigSchema } from './config/config.js';
import { startOrchestrator } from './start-orchestrator.js';

await runService({ name: 'orchestrator', schema: orchestratorConfigSchema, start: startOrchestrator });
