import { loadConfig } from '@docmind/config';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { MetricsRegistry } from '@docmind/telemetry';
import { Logger } from '@nestjs/common';
import { expect, it, onTestFinished } from 'vitest';
import { orchestratorConfigSchema } from '../config/config.js';
import type { QueryRoute } from '../graph/agent-question.js';
import { AgentRun } from '../graph/agent-run.js';
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
import { routeQuestion } from './router.policy.js';
import { SupervisorAgent } from './supervisor.agent.js';
import { SynthesizerAgent } from './synthesizer.agent.js';
import { ValidatorAgent } from './validator.agent.js';

const QUESTION = 'How long are daily snapshots kept?';

const NO_JUDGE = { odds: async () => undefined };

/** The real agents over fakes of the services they ask. */
async function graphOverFakes() {
  const transport = new InProcessTransport();
  const fakes = new FakeServices();
  const checkpoints = new SqliteCheckpointStore(':memory:', () => undefined);
  const stopFakes = await startFakeServices(fakes, transport);
  onTestFinished(async () => {
    await stopFakes();
    checkpoints.onApplicationShutdown();
  });
  const config = loadConfig(orchestratorConfigSchema, {});
  const logger = new Logger();
  const model = new ModelGateway(transport.client, config, new MetricsRegistry('test'));
  const tools = new ToolRunner(new ToolRegistry([new SearchDocumentsTool(new DocumentSearch(transport.client, logger))]), config);
  const evidence = new EvidenceService(transport.client, NO_JUDGE, logger);
  const validator = new ValidatorAgent(evidence);
  const agents = [new RouterAgent(model, config, logger), new PlannerAgent(model), new RetrievalAgent(tools, config)];
  const writers = [new SynthesizerAgent(model, evidence, config), validator];
  const graph = new AgentGraph([...agents, ...writers], new SupervisorAgent(model, validator, config), checkpoints, config);
  return { graph, fakes };
}

it.each([
  ['chat', 0],
  ['documents', 1],
] as const)('follows the route it was given, %s, and decides none of its own', async (route: QueryRoute, searches) => {
  const { graph, fakes } = await graphOverFakes();
  fakes.know({ name: 'backups.md', text: 'Daily snapshots are kept 35 days.' });
  fakes.answer = ['Daily snapshots are kept 35 days.'];
  const routed = { route, complexity: 'simple', why: 'the test says so', durationMs: 1 } as const;
  const run = new AgentRun(newRequestContext({ deadline: Date.now() + 10_000 }), () => undefined, routed);
  const asked = { question: QUESTION, conversation: [], routed, maxTokens: 50, sampling: { temperature: 0 } };
  expect(routeQuestion(QUESTION, { corpusEmpty: false }).route).toBe('documents');
  expect(await graph.answer(asked, run)).toMatchObject({ route, verdict: { mode: route === 'chat' ? 'chat' : 'generated' } });
  expect(fakes.searches).toHaveLength(searches);
  expect(run.trace.filter(({ agent }) => agent === 'query_router')).toEqual([{ agent: 'query_router', durationMs: 1 }]);
});
