// The five services as tests of their descriptions start them, and a request that each route answers.
import type { RunningService } from '@docmind/bootstrap';
import { cacheConfigSchema, startCache } from '@docmind/cache';
import { loadConfig } from '@docmind/config';
import {
  CACHE_ROUTES,
  INFERENCE_ROUTES,
  METRICS_ROUTES,
  ORCHESTRATOR_ROUTES,
  PERSISTENCE_ROUTES,
  type RouteTable,
} from '@docmind/contracts';
import { inferenceConfigSchema, startInference } from '@docmind/inference';
import type { MessageTransport } from '@docmind/messaging';
import { metricsConfigSchema, startMetrics } from '@docmind/metrics';
import { orchestratorConfigSchema, startOrchestrator } from '@docmind/orchestrator';
import { persistenceConfigSchema, startPersistence } from '@docmind/persistence';
import { startMockOpenAiEngine } from '@docmind/testing';

type Environment = Readonly<Record<string, string>>;

/** A route with what is sent there, in place of `{id}` or `{name}`, and as the body. */
export interface Sample {
  readonly route: string;
  readonly name?: string;
  readonly body?: object | string | FormData;
  readonly accept?: string;
}

export interface DescribedService {
  readonly name: string;
  readonly routes: RouteTable;
  readonly start: (environment: Environment, transport: MessageTransport) => Promise<RunningService>;
  /** In this order: some need what an earlier one brought about. */
  readonly samples: readonly Sample[];
}

const QUESTION = 'How long are daily snapshots kept?';
const messages = [{ role: 'user', content: QUESTION }];
const streamed = { stream: true, stream_options: { include_usage: true } };

const upload = new FormData();
upload.append('file', new Blob(['Daily snapshots are kept 35 days.']), 'notes.md');

const ORCHESTRATOR: DescribedService = {
  name: 'orchestrator',
  routes: ORCHESTRATOR_ROUTES,
  start: (environment, transport) =>
    startOrchestrator(loadConfig(orchestratorConfigSchema, { ...environment, ORCHESTRATOR_PORT: '0' }), transport),
  samples: [
    { route: 'POST /query', body: { question: QUESTION } },
    { route: 'POST /query', body: { question: QUESTION } },
    { route: 'POST /query', body: { question: QUESTION, stream: true, cache: 'bypass' } },
    { route: 'POST /search', body: { query: QUESTION } },
    { route: 'POST /v1/chat/completions', body: { model: 'docmind', messages } },
    { route: 'POST /v1/chat/completions', body: { model: 'docmind', messages, ...streamed } },
    { route: 'POST /v1/chat/completions', body: { model: 'docmind', messages, tools: [{ type: 'function', function: { name: 'f' } }] } },
    { route: 'POST /v1/responses', body: { model: 'docmind', input: QUESTION } },
    { route: 'POST /v1/responses', body: { model: 'docmind', input: QUESTION, stream: true, store: false } },
    { route: 'POST /v1/messages', body: { model: 'docmind', max_tokens: 20, messages } },
    { route: 'POST /v1/messages', body: { model: 'docmind', max_tokens: 20, messages, stream: true } },
    { route: 'POST /v1/messages/count_tokens', body: { model: 'docmind', messages } },
    { route: 'GET /v1/models/{id}', name: 'docmind' },
    { route: 'POST /backends/switch', body: { name: 'fake' } },
    { route: 'POST /mcp', body: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, accept: 'application/json, text/event-stream' },
    { route: 'POST /mcp', body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
    { route: 'GET /documents/{id}', name: 'doc-1' },
    { route: 'GET /documents/{id}/passages', name: 'doc-1' },
    { route: 'DELETE /documents/{id}', name: 'doc-1' },
    { route: 'POST /documents', body: upload },
    { route: 'POST /sessions', body: { id: 's1', data: { topic: 'backups' } } },
    { route: 'GET /sessions/{id}', name: 's1' },
    { route: 'POST /query', body: { question: QUESTION, sessionId: 's1' } },
    { route: 'GET /sessions/{id}/messages', name: 's1' },
    { route: 'PATCH /sessions/{id}', name: 's1', body: { data: { title: 'Backups' } } },
    { route: 'DELETE /sessions/{id}', name: 's1' },
    { route: 'POST /feedback', body: { entry: 'e', verdict: 'wrong' } },
  ],
};

const model = 'mock-model';
const ollama = { model, messages, prompt: QUESTION };
const config = {
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  hidden_size: 64,
  vocab_size: 100,
  max_position_embeddings: 512,
  torch_dtype: 'float16',
};
const gpu = { totalBytes: 8_000_000_000 };

const INFERENCE: DescribedService = {
  name: 'inference',
  routes: INFERENCE_ROUTES,
  start: async (environment, transport) => {
    const engine = await startMockOpenAiEngine();
    const asked = { INFERENCE_ENGINE: 'openai', INFERENCE_MODEL: model, OPENAI_BASE_URL: engine.url };
    const service = await startInference(loadConfig(inferenceConfigSchema, { ...environment, ...asked, INFERENCE_PORT: '0' }), transport);
    return { ...service, close: () => service.close().finally(() => engine.close()) };
  },
  samples: [
    { route: 'POST /v1/chat/completions', body: { model, messages } },
    { route: 'POST /v1/chat/completions', body: { model, messages, ...streamed } },
    { route: 'POST /v1/responses', body: { model, input: QUESTION } },
    { route: 'POST /v1/responses', body: { model, input: QUESTION, stream: true } },
    { route: 'POST /v1/completions', body: { model, prompt: QUESTION } },
    { route: 'POST /v1/completions', body: { model, prompt: QUESTION, ...streamed } },
    { route: 'POST /v1/embeddings', body: { model: 'fake', input: [QUESTION] } },
    { route: 'POST /v1/embeddings', body: { model: 'fake', input: QUESTION, encoding_format: 'base64' } },
    { route: 'POST /v1/rerank', body: { model: 'fake', query: QUESTION, documents: ['one', { text: 'two' }], return_documents: true } },
    { route: 'GET /v1/models/{name}', name: model },
    { route: 'POST /tokenize', body: { prompt: QUESTION } },
    { route: 'POST /v1/messages', body: { model, max_tokens: 20, messages } },
    { route: 'POST /v1/messages', body: { model, max_tokens: 20, messages, stream: true } },
    { route: 'POST /v1/messages/count_tokens', body: { model, messages } },
    { route: 'POST /api/chat', body: ollama },
    { route: 'POST /api/chat', body: { ...ollama, stream: false } },
    { route: 'POST /api/generate', body: ollama },
    { route: 'POST /api/generate', body: { ...ollama, prompt: '', stream: false } },
    { route: 'POST /api/embed', body: { model: 'fake', input: QUESTION } },
    { route: 'POST /api/embeddings', body: { model: 'fake', prompt: QUESTION } },
    { route: 'POST /api/pull', body: { model } },
    { route: 'POST /api/pull', body: { model, stream: false } },
    { route: 'GET /' },
    { route: 'POST /api/show', body: { model } },
    { route: 'POST /backends/switch', body: { name: 'openai' } },
    { route: 'POST /hardware/allocate', body: { modelBytes: 1_000_000 } },
    { route: 'POST /kv-cache/plan', body: { config, weightsBytes: 1_000_000, gpu } },
  ],
};

const scope = { namespace: 'n', model: 'm', prompt: 'p', conversation: '', corpus: '', queryType: 'fact' };
const kept = { scope, question: QUESTION, answer: '35 days', citations: [], finishReason: 'stop', temperature: 0, grounded: true };

const CACHE: DescribedService = {
  name: 'cache',
  routes: CACHE_ROUTES,
  start: async (environment, transport) => {
    const upstream = await startMockOpenAiEngine();
    const asked = { CACHE_SERVER_PORT: '0', MODELS_DIR: environment.DOCMIND_DATA_DIR, CACHE_UPSTREAM_URL: upstream.url };
    const service = await startCache(loadConfig(cacheConfigSchema, { ...environment, ...asked }), transport);
    return { ...service, close: () => service.close().finally(() => upstream.close()) };
  },
  samples: [
    { route: 'POST /put', body: { prompt: QUESTION, answer: '35 days' } },
    { route: 'POST /get', body: { prompt: QUESTION } },
    { route: 'POST /get', body: { prompt: 'Who wrote it?' } },
    { route: 'POST /flush', body: {} },
    { route: 'POST /cache/lookup', body: { scope, question: QUESTION } },
    { route: 'POST /cache/store', body: { ...kept, agent: 'planner', meta: { any: ['thing'] } } },
    { route: 'POST /cache/lookup', body: { scope, question: QUESTION } },
    { route: 'GET /cache/export' },
    { route: 'POST /cache/import', body: '{}\n' },
    { route: 'POST /v1/chat/completions', body: { model, messages, temperature: 0 } },
    { route: 'POST /v1/chat/completions', body: { model, messages, temperature: 0, ...streamed } },
    { route: 'POST /v1/completions', body: { model, prompt: QUESTION } },
    { route: 'GET /v1/models' },
    { route: 'POST /cache/feedback', body: { entry: 'e', verdict: 'wrong' } },
    { route: 'POST /feedback', body: { entry: 'e', verdict: 'right' } },
    { route: 'POST /cache/invalidate', body: { namespace: 'n' } },
    { route: 'POST /cache/calibration/reset', body: {} },
    { route: 'POST /cache/purge', body: {} },
  ],
};

const PERSISTENCE: DescribedService = {
  name: 'persistence',
  routes: PERSISTENCE_ROUTES,
  start: (environment, transport) =>
    startPersistence(loadConfig(persistenceConfigSchema, { ...environment, PERSISTENCE_PORT: '0' }), transport),
  samples: [{ route: 'POST /backups' }, { route: 'GET /backups' }],
};

const METRICS: DescribedService = {
  name: 'metrics',
  routes: METRICS_ROUTES,
  start: (environment, transport) => startMetrics(loadConfig(metricsConfigSchema, { ...environment, METRICS_PORT: '0' }), transport),
  samples: [],
};

export const DESCRIBED_SERVICES = [ORCHESTRATOR, INFERENCE, CACHE, PERSISTENCE, METRICS];
