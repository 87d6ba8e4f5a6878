export type { MoveReason } from './move-aside.js';
export * from './open-sqlite.js';
export * from './sqlite-fault.js';
export * from './sqlite-file.js';
