import { join } from 'node:path';
import { dataKey } from '@docmind/bootstrap';
import { Module } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { UploadLedger } from './background/upload-ledger.js';
import { UploadRecovery } from './background/upload-recovery.js';
import { UploadService } from './background/upload.service.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';
import { IngestionService } from './background/ingestion.service.js';
import { OriginalController } from './originals/original.controller.js';
import { OriginalSender } from './originals/original-sender.js';
import { OriginalService } from './originals/original.service.js';
import { FileUploadStore } from './stores/file-upload.store.js';
import { UploadReadController } from './upload-read.controller.js';
import { UploadsController } from './uploads.controller.js';
import { WatchedFoldersController } from './watched/watched-folders.controller.js';
import { WatchedFolders } from './watched/watched-folders.service.js';
import { UploadSpool } from './uploads/upload-spool.port.js';

@Module({
  controllers: [DocumentsController, UploadsController, UploadReadController, OriginalController, WatchedFoldersController],
  providers: [
    {
      provide: UploadSpool,
      inject: [ORCHESTRATOR_CONFIG],
      useFactory: (config: OrchestratorConfig) => new FileUploadStore(join(config.DOCMIND_DATA_DIR, 'uploads'), dataKey(config)),
    },
    DocumentsService,
    IngestionService,
    OriginalSender,
    OriginalService,
    UploadLedger,
    UploadService,
    UploadRecovery,
    WatchedFolders,
  ],
  exports: [DocumentsService, UploadService, UploadSpool],
})
export class DocumentsModule {}
