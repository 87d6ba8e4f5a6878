import { join } from 'node:path';
import { dataKey } from '@docmind/bootstrap';
import { Logger, Module } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { SqliteTraceStore } from './stores/sqlite-trace.store.js';
import { TraceStore } from '../graph/trace-store.port.js';
import { TraceController } from './trace.controller.js';
import { TraceService } from './trace.service.js';

@Module({
  controllers: [TraceController],
  providers: [
    {
      provide: TraceStore,
      inject: [ORCHESTRATOR_CONFIG, Logger],
      useFactory: (config: OrchestratorConfig, logger: Logger) =>
        new SqliteTraceStore(
          join(config.DOCMIND_DATA_DIR, 'traces.db'),
          (movedTo, reason) => logger.error({ msg: 'trace file moved aside and begun anew', movedTo, reason }),
          config.TRACES_KEPT,
          dataKey(config),
        ),
    },
    TraceService,
  ],
  exports: [TraceService, TraceStore],
})
export class TracesModule {}
