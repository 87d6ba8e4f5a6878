export * from './cache.js';
export * from './contract.js';
export * from './error-code.js';
export * from './inference.js';
export * from './metrics.js';
export * from './orchestrator.js';
export * from './persistence.js';
export * from './primitives.js';
