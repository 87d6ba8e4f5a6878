import { dataKey } from '@docmind/bootstrap';
import { Logger, Module } from '@nestjs/common';
import { checkpointFile, ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { CheckpointStore, MOST_KEPT } from '../graph/checkpoint-store.port.js';
import { SqliteCheckpointStore } from '../graph/checkpoints/sqlite-checkpoint.store.js';
import { type AnyAgent, GRAPH_AGENTS } from '../graph/graph-agent.port.js';
import { SentenceJudge } from '../grounding/judge/sentence-judge.port.js';
import { ChatModelJudge } from '../grounding/judge/chat-model.judge.js';
import { SelfTestModule } from '../self-test/self-test.module.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';
import { ToolsModule } from '../tools/tools.module.js';
import { AgentGraph } from './agent-graph.js';
import { ModelGateway } from './model.gateway.js';
import { PlannerAgent } from './planner.agent.js';
import { RetrievalAgent } from './retrieval.agent.js';
import { RouterAgent } from './router.agent.js';
import { SupervisorAgent } from './supervisor.agent.js';
import { SynthesizerAgent } from './synthesizer.agent.js';
import { ValidatorAgent } from './validator.agent.js';

@Module({
  imports: [SelfTestModule, ToolsModule],
  providers: [
    {
      provide: CheckpointStore,
      inject: [ORCHESTRATOR_CONFIG, Logger],
      useFactory: async (config: OrchestratorConfig, logger: Logger) => {
        if (config.CHECKPOINT_URL !== undefined) {
          const { PostgresCheckpointStore } = await import('../graph/checkpoints/postgres-checkpoint.store.js');
          return new PostgresCheckpointStore(config.CHECKPOINT_URL);
        }
        const onMovedAside = (movedTo: string, reason: string): void =>
          logger.error({ msg: 'checkpoint file moved aside and begun anew', movedTo, reason });
        return new SqliteCheckpointStore(checkpointFile(config), onMovedAside, MOST_KEPT, dataKey(config));
      },
    },
    ModelGateway,
    RouterAgent,
    PlannerAgent,
    RetrievalAgent,
    SynthesizerAgent,
    { provide: SentenceJudge, useClass: ChatModelJudge },
    EvidenceService,
    ValidatorAgent,
    {
      provide: GRAPH_AGENTS,
      inject: [RouterAgent, PlannerAgent, RetrievalAgent, SynthesizerAgent, ValidatorAgent],
      useFactory: (...agents: AnyAgent[]) => agents,
    },
    SupervisorAgent,
    AgentGraph,
  ],
  exports: [RouterAgent, AgentGraph, CheckpointStore, ModelGateway],
})
export class AgentsModule {}
