import { ZodPipe } from '@docmind/bootstrap';
import { inferenceKvCachePlan, type KvPlanRequest, kvPlanRequestSchema, type VramPlan } from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { KvPlanner } from './kv-planner.service.js';

@Controller()
export class KvPlanController {
  constructor(private readonly planner: KvPlanner) {}

  @Handles(inferenceKvCachePlan)
  plan(request: KvPlanRequest): Promise<VramPlan> {
    return this.planner.plan(request);
  }
}

@Controller('kv-cache')
export class KvPlanHttpController {
  constructor(private readonly planner: KvPlanner) {}

  @Post('plan')
  @HttpCode(200)
  plan(@Body(new ZodPipe(kvPlanRequestSchema)) request: KvPlanRequest): Promise<VramPlan> {
    return this.planner.plan(request);
  }
}
