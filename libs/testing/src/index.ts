export { describeWithModel, modelsDirForTests, repositoryRoot } from './machine/models-dir.js';
export {
  describeWithPgvector,
  describeWithPostgres,
  type PostgresServer,
  startPgvectorServer,
  startPostgresServer,
} from './servers/postgres-server.js';
export {
  describeWithServer,
  findServer,
  freePort,
  type RunningServer,
  startNatsServer,
  startPrometheusServer,
  startRedisServer,
} from './servers/real-servers.js';
export { descendantsOf, isRunning, type ProcessEntry } from './processes/process-tree.js';
export { describeWithPythonClients, type PythonClients } from './processes/python-clients.js';
export { runSource, sourceArguments } from './processes/run-source.js';
export { describeWithSmallDisk, type SmallDisk } from './machine/small-disk.js';
export { growsTooFast, runOf, type Shape } from './machine/linear-time.js';
export { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './servers/otlp-receiver.js';
export { temporaryFolder } from './machine/temporary-folder.js';
export { until } from './machine/until.js';
export { describeWithVllmParser, vllmRefusals, vllmSource } from './engines/vllm-parser.js';
export { type MockOpenAiEngine, type MockOpenAiEngineOptions, startMockOpenAiEngine } from './engines/mock-openai-engine.js';
export type { MockChatRequest } from './engines/mock-openai-plan.js';
export { FakeServices, storedDocument } from './fakes/fake-services.js';
export { startFakeServices } from './fakes/start-fake-services.js';
export {
  describeWithLlamaServer,
  describeWithOllama,
  type LlamaServerOptions,
  startLlamaServer,
  startOllama,
} from './engines/real-engines.js';
export type { RunningEngine } from './engines/engine-process.js';
export { describeWithVllm, startVllm, VLLM_START_LIMIT_MS, vllmModelFolder } from './engines/real-vllm.js';
export { type Fault, type FaultProxy, FAULTS, startFaultProxy } from './servers/fault-proxy.js';
