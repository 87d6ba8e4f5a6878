import { runService } from '@docmind/bootstrap';
import { inferenceConfigSchema } from './config.js';
import { startInference } from './start.js';

await runService({ name: 'inference', schema: inferenceConfigSchema, start: startInference });
