import multipart from '@fastify/multipart';
import { type RunningService, startService } from '@docmind/bootstrap';
import { ORCHESTRATOR_ROUTES } from '@docmind/contracts';
import type { MessageTransport } from '@docmind/messaging';
import { type OrchestratorConfig, orchestratorFaults } from './config/config.js';
import { consoleFolder } from './console/console-folder.js';
import { serveConsole } from './console/serve-console.js';
import { FORM_LIMITS } from './documents/uploads/form-faults.policy.js';
import { OrchestratorModule } from './orchestrator.module.js';

/** JSON bodies: above OpenAI clients' long conversations, far below what would hurt. A too long prompt is refused by its schema. */
const JSON_LIMIT_BYTES = 4 * 1024 * 1024;

/** The public door. Needs cache, persistence and inference on the same transport; starts without them and says UNAVAILABLE meanwhile. */
export function startOrchestrator(config: OrchestratorConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'orchestrator',
    module: OrchestratorModule.forRoot(config),
    config,
    http: {
      port: config.ORCHESTRATOR_PORT,
      portVariable: 'ORCHESTRATOR_PORT',
      bodyLimitBytes: JSON_LIMIT_BYTES,
      routes: ORCHESTRATOR_ROUTES,
      configure: async (app) => {
        const limits = { ...FORM_LIMITS, fileSize: config.UPLOAD_LIMIT_BYTES };
        // On Fastify itself: Nest's adapter would load a multipart plugin of its own choice.
        const fastify = app.getHttpAdapter().getInstance();
        await fastify.register(multipart, { limits, throwFileSizeLimit: false });
        await serveConsole(fastify, consoleFolder());
      },
    },
    transport,
    faults: () => orchestratorFaults(config),
    hiddenMetrics: config.ENABLE_AGENT_METRICS ? [] : ['docmind_agent_'],
  });
}
