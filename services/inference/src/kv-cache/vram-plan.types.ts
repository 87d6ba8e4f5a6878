import type { EngineKind, KvDtype } from '@docmind/contracts';
import type { ModelShape } from './model-shape.js';

export interface PlanGpu {
  readonly totalBytes: number;
  /** Where it isn't known, all of the card. */
  readonly freeBytes?: number | undefined;
  readonly computeCapability?: number | undefined;
}

export interface PlanWish {
  readonly engine: EngineKind;
  readonly contextTokens: number;
  readonly kvDtype: KvDtype | 'auto';
  readonly sequences?: number | undefined;
}

export interface PlanModel {
  readonly shape: ModelShape;
  /** As they lie in memory, which for FP8, GGUF and 16-bit checkpoints is their size on disk. */
  readonly weightsBytes: number;
}
