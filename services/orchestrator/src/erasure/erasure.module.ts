import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { AnsweringModule } from '../answering/answering.module.js';
import { TracesModule } from '../traces/traces.module.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { ExportService } from './export.service.js';

@Module({
  imports: [AgentsModule, DocumentsModule, AnsweringModule, TracesModule],
  controllers: [ErasureController],
  providers: [ErasureService, ExportService],
})
export class ErasureModule {}
