import { type DynamicModule, Module } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from './config/config.js';
import { AccountModule } from './account/account.module.js';
import { AnthropicModule } from './anthropic/anthropic.module.js';
import { DependenciesModule } from './dependencies/dependencies.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { OpenAiModule } from './openai/openai.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { QueryModule } from './query/query.module.js';
import { SessionsModule } from './sessions/sessions.module.js';

@Module({
  imports: [
    QueryModule,
    OpenAiModule,
    AnthropicModule,
    DocumentsModule,
    SessionsModule,
    McpModule,
    AccountModule,
    ErasureModule,
    DependenciesModule,
    OverviewModule,
  ],
})
export class OrchestratorModule {
  /** Global, so that each part reads the configuration without being handed it. */
  static forRoot(config: OrchestratorConfig): DynamicModule {
    const given = { provide: ORCHESTRATOR_CONFIG, useValue: config };
    return { module: OrchestratorModule, global: true, providers: [given], exports: [ORCHESTRATOR_CONFIG] };
  }
}
