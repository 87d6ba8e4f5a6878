import { runService } from '@docmind/bootstrap';
import { persistenceConfigSchema } from './config.js';
import { startPersistence } from './start.js';

await runService({ name: 'persistence', schema: persistenceConfigSchema, start: startPersistence });
