import { join } from 'node:path';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AgentGraph } from './agents/agent-graph.js';
import { CheckpointStore } from './graph/checkpoint-store.port.js';
import { ModelGateway } from './agents/model.gateway.js';
import { PlannerAgent } from './agents/planner.agent.js';
import { RetrievalAgent } from './agents/retrieval.agent.js';
import { SynthesizerAgent } from './agents/synthesizer.agent.js';
import { ValidatorAgent } from './agents/validator.agent.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from './config/config.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DocumentsService } from './documents/documents.service.js';
import { IngestionService } from './documents/ingestion.service.js';
import { UploadReadController } from './documents/upload-read.controller.js';
import { UploadSpool } from './documents/uploads/upload-spool.port.js';
import { ChatCompletionsController } from './openai/chat-completions.controller.js';
import { AnswerCache } from './query/answer-cache.js';
import { AnswerService } from './query/answer.service.js';
import { ConversationService } from './query/conversation.service.js';
import { QueryReporter } from './query/query-reporter.js';
import { QueryController } from './query/query.controller.js';
import { QueryService } from './query/query.service.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { FileUploadStore } from './documents/stores/file-upload.store.js';
import { SqliteCheckpointStore } from './graph/checkpoints/sqlite-checkpoint.store.js';

@Module({})
export class OrchestratorModule implements OnApplicationShutdown {
  constructor(@Inject(CheckpointStore) private readonly checkpoints: CheckpointStore) {}

  static forRoot(config: OrchestratorConfig): DynamicModule {
    const dataDir = config.DOCMIND_DATA_DIR;
    return {
      module: OrchestratorModule,
      controllers: [QueryController, ChatCompletionsController, DocumentsController, UploadReadController, SessionsController],
      providers: [
        { provide: ORCHESTRATOR_CONFIG, useValue: config },
        {
          provide: CheckpointStore,
          useFactory: () => new SqliteCheckpointStore(config.CHECKPOINT_DB_PATH ?? join(dataDir, 'checkpoints.db')),
        },
        { provide: UploadSpool, useFactory: () => new FileUploadStore(join(dataDir, 'uploads')) },
        ...[ModelGateway, PlannerAgent, RetrievalAgent, SynthesizerAgent, ValidatorAgent, AgentGraph],
        ...[AnswerCache, AnswerService, ConversationService, QueryReporter, QueryService],
        ...[DocumentsService, IngestionService, SessionsService],
      ],
    };
  }

  onApplicationShutdown(): void {
    this.checkpoints.close();
  }
}
