import { runService } from '@docmind/bootstrap';
import { cacheConfigSchema, startCache } from './index.js';

await runService({ name: 'cache', schema: cacheConfigSchema, start: startCache });
