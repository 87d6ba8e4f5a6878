export { modelsDirForTests, repositoryRoot } from './models-dir.js';
export { describeWithServer, findServer, freePort, type RunningServer, startNatsServer, startRedisServer } from './real-servers.js';
export { temporaryFolder } from './temporary-folder.js';
export { until } from './until.js';
