import { type RunningService, startService } from '@docmind/bootstrap';
import { INFERENCE_ROUTES } from '@docmind/contracts';
import type { MessageTransport } from '@docmind/messaging';
import type { InferenceConfig } from './config/config.js';
import { inferenceFaults } from './config/read-backends.js';
import { readUnnamedJson } from './http/ollama/unnamed-json.js';
import { InferenceModule } from './inference.module.js';

export function startInference(config: InferenceConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'inference',
    module: InferenceModule.forRoot(config),
    config,
    http: {
      port: config.INFERENCE_PORT,
      portVariable: 'INFERENCE_PORT',
      routes: INFERENCE_ROUTES,
      configure: readUnnamedJson,
    },
    transport,
    faults: () => inferenceFaults(config),
  });
}
