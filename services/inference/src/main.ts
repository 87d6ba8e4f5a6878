import { runService } from '@docmind/bootstrap';
import { inferenceConfigSchema } from './config/config.js';
import { withLlmConfig } from './llm-config/read-llm-config.js';
import { startInference } from './start.js';

await runService({ name: 'inference', schema: inferenceConfigSchema, environment: withLlmConfig, start: startInference });
