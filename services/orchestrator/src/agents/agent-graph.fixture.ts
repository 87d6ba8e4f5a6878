import { loadConfig } from '@docmind/config';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { MetricsRegistry } from '@docmind/telemetry';
import { Logger } from '@nestjs/common';
import { onTestFinished } from 'vitest';
import { orchestratorConfigSchema } from '../config/config.js';
import type { QueryRoute } from '../graph/agent-question.js';
import { AgentRun } from '../graph/agent-run.js';
import type { AnyAgent } from '../graph/graph-agent.port.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';
import { SqliteCheckpointStore } from '../graph/checkpoints/sqlite-checkpoint.store.js';
import { DocumentSearch } from '../search/document-search.js';
import { SearchDocumentsTool } from '../tools/search-documents.tool.js';
import { ToolRegistry } from '../tools/tool-registry.js';
import { ToolRunner } from '../tools/tool-runner.js';
import { AgentGraph } from './agent-graph.js';
import { ModelGateway } from './model.gateway.js';
import { PlannerAgent } from './planner.agent.js';
import { RetrievalAgent } from './retrieval.agent.js';
import { RouterAgent } from './router.agent.js';
import { SupervisorAgent } from './supervisor.agent.js';
import { SynthesizerAgent } from './synthesizer.agent.js';
import { ValidatorAgent } from './validator.agent.js';

const NO_JUDGE = { odds: async () => undefined };

/** The real agents over fakes of the services they ask. */
export async function graphOverFakes(environment: Record<string, string> = {}, change: (agent: AnyAgent) => AnyAgent = (agent) => agent) {
  const transport = new InProcessTransport();
  const fakes = new FakeServices();
  const checkpoints = new SqliteCheckpointStore(':memory:', () => undefined);
  const stopFakes = await startFakeServices(fakes, transport);
  onTestFinished(async () => {
    await stopFakes();
    checkpoints.onApplicationShutdown();
  });
  const config = loadConfig(orchestratorConfigSchema, environment);
  const logger = new Logger();
  const model = new ModelGateway(transport.client, config, new MetricsRegistry('test'));
  const tools = new ToolRunner(new ToolRegistry([new SearchDocumentsTool(new DocumentSearch(transport.client, logger))]), config);
  const evidence = new EvidenceService(transport.client, NO_JUDGE, logger);
  const validator = new ValidatorAgent(evidence);
  const agents = [new RouterAgent(model, config, logger), new PlannerAgent(model), new RetrievalAgent(tools, config)];
  const writers = [new SynthesizerAgent(model, evidence, config), validator];
  const graph = new AgentGraph(
    [...agents, ...writers].map(change),
    new SupervisorAgent(model, validator, config),
    checkpoints,
    config,
    new Logger(),
  );
  return { graph, fakes };
}

/** A run of one question that the router has sent to the documents. */
export function runOf(question: string, complexity: 'simple' | 'complex' = 'simple', route: QueryRoute = 'documents') {
  const routed = { route, complexity, why: 'the test says so', durationMs: 1 } as const;
  const shown: string[] = [];
  const run = new AgentRun(newRequestContext({ deadline: Date.now() + 10_000 }), (text) => shown.push(text), routed);
  return { run, shown, asked: { question, conversation: [], routed, maxTokens: 50, sampling: { temperature: 0 } } };
}
