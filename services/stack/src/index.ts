export { startEmbedded } from './hosts/embedded-host.js';
export { type ProcessStack, startProcesses } from './hosts/process-host.js';
export type { RunningStack } from './hosts/running-stack.js';
export { createProgram } from './program.js';
export { SERVICE_NAMES, type ServiceName } from './hosts/service-list.js';
export { loadStackConfig, type StackConfig } from './config/stack-config.js';
export { FOREIGN_FILES, FOREIGN_MODELS, type ForeignName, foreignNames } from './settings/foreign-names.js';
export { listSettings, type Setting } from './settings/setting-list.js';
