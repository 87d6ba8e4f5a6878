export { type MetricsConfig, metricsConfigSchema } from './config/config.js';
export { startMetrics } from './start.js';
export { BOARDS } from './boards/boards.js';
export { grafanaOf } from './boards/grafana.policy.js';
export { gateRulesOf } from './boards/rules.policy.js';
export { listGates } from './gates/lists/gate-list.js';
export type { GateDefinition } from './gates/lists/gate.types.js';
export { promqlOf } from './gates/promql.policy.js';
