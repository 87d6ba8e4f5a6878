import { runService } from '@docmind/bootstrap';
import { persistenceConfigSchema } from './config/config.js';
import { startPersistence } from './start-persistence.js';

await runService({ name: 'persistence', schema: persistenceConfigSchema, start: startPersistence });
