import { type RunningService, startService } from '@docmind/bootstrap';
import { PERSISTENCE_ROUTES } from '@docmind/contracts';
import type { MessageTransport } from '@docmind/messaging';
import { type PersistenceConfig, persistenceFaults } from './config/config.js';
import { PersistenceModule } from './persistence.module.js';

/** @throws AppError FAILED_PRECONDITION naming the database file and what to do when it cannot be used. */
export async function startPersistence(config: PersistenceConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'persistence',
    module: PersistenceModule.forRoot(config),
    config,
    http: { port: config.PERSISTENCE_PORT, portVariable: 'PERSISTENCE_PORT', routes: PERSISTENCE_ROUTES },
    transport,
    faults: () => persistenceFaults(config),
  });
}
