import { SqliteFile } from '@docmind/sqlite';
import { Module } from '@nestjs/common';
import { EntriesModule } from '../entries/entries.module.js';
import { IngestionModule } from '../ingestion/ingestion.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { SaidStore } from './rules/said-store.port.js';
import { SqliteSaidStore } from './stores/sqlite-said.store.js';

@Module({
  imports: [EntriesModule, ReplicationModule, IngestionModule],
  controllers: [ErasureController],
  providers: [{ provide: SaidStore, inject: [SqliteFile], useFactory: (file: SqliteFile) => new SqliteSaidStore(file) }, ErasureService],
})
export class ErasureModule {}
