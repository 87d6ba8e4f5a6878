import { cacheErase } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { type ErasureRequest, ErasureService } from './erasure.service.js';

@Controller()
export class ErasureController {
  constructor(private readonly erasure: ErasureService) {}

  @Handles(cacheErase)
  erase(request: ErasureRequest, { tenant }: RequestContext): Promise<{ answers: number; steps: number }> {
    return this.erasure.erase(tenant, request);
  }
}
