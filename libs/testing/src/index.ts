export { describeWithModel, modelsDirForTests, repositoryRoot } from './models-dir.js';
export { describeWithServer, findServer, freePort, type RunningServer, startNatsServer, startRedisServer } from './real-servers.js';
export { descendantsOf, isRunning, type ProcessEntry } from './process-tree.js';
export { describeWithPythonClients, type PythonClients } from './python-clients.js';
export { runSource } from './run-source.js';
export { temporaryFolder } from './temporary-folder.js';
export { until } from './until.js';
export { describeWithVllmParser, vllmRefusals } from './vllm-parser.js';
export { type MockChatRequest, type MockOpenAiEngine, type MockOpenAiEngineOptions, startMockOpenAiEngine } from './mock-openai-engine.js';
export { FakeServices, storedDocument } from './fake-services.js';
export { startFakeServices } from './start-fake-services.js';
export {
  describeWithLlamaServer,
  describeWithOllama,
  type LlamaServerOptions,
  type RunningEngine,
  startLlamaServer,
  startOllama,
} from './real-engines.js';
export { type Fault, type FaultProxy, FAULTS, startFaultProxy } from './fault-proxy.js';
