import type { KvPlanRequest, VramPlan } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { describeModel, type ModelStore } from '@docmind/models';
import { Inject, Injectable } from '@nestjs/common';
import { GpuManager } from '../gpu/gpu-manager.service.js';
import { shapeOfConfig } from './config-shape.policy.js';
import { shapeOfDescription } from './description-shape.policy.js';
import { planVram } from './vram-plan.policy.js';
import type { PlanGpu, PlanModel } from './vram-plan.types.js';

export const MODEL_STORE = Symbol('MODEL_STORE');

/** Plans a model on a card: an installed model or a given config.json, this machine's card or a given one. */
@Injectable()
export class KvPlanner {
  constructor(
    private readonly gpus: GpuManager,
    @Inject(MODEL_STORE) private readonly store: ModelStore,
  ) {}

  /** @throws AppError NOT_FOUND for an unknown model, FAILED_PRECONDITION where it isn't installed or no card is known, INVALID_ARGUMENT for a config that can't be planned */
  async plan(request: KvPlanRequest): Promise<VramPlan> {
    const { engine, contextTokens, kvDtype, sequences } = request;
    const model = await this.modelOf(request);
    return planVram(model, request.gpu ?? (await this.ownGpu()), { engine, contextTokens, kvDtype, sequences });
  }

  private async modelOf({ model, config, weightsBytes }: KvPlanRequest): Promise<PlanModel> {
    if (config !== undefined) return { shape: shapeOfConfig(config), weightsBytes: weightsBytes ?? 0 };
    const description = await describeModel(this.store.path(model ?? '').dir);
    return { shape: shapeOfDescription(description), weightsBytes: description.weightsBytes };
  }

  /** One model on one card: with several, the one with most free memory. */
  private async ownGpu(): Promise<PlanGpu> {
    const { gpus, reason } = await this.gpus.detect();
    const [gpu] = gpus
      .filter(({ totalBytes }) => totalBytes !== undefined)
      .sort((one, other) => (other.freeBytes ?? 0) - (one.freeBytes ?? 0));
    if (gpu?.totalBytes !== undefined)
      return { totalBytes: gpu.totalBytes, freeBytes: gpu.freeBytes, computeCapability: gpu.computeCapability };
    throw new AppError(
      'FAILED_PRECONDITION',
      `There is no card here to plan for (${reason}); name one as gpu: {"totalBytes": ..., "computeCapability": ...}`,
    );
  }
}
