export * from './app-error.js';
export * from './error-catalogue.js';
export * from './rpc-error.filter.js';
export * from './storage-fault.policy.js';
export * from './to-app-error.js';
export * from './within.js';
