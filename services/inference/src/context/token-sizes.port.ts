import type { LlmEngine } from '../generation/llm-engine.port.js';

/** What the context manager needs of an engine: its own counts, exact. */
export type TokenSizes = Pick<LlmEngine, 'countTokens' | 'tokenize'>;
