import { type ErasureTarget, type ErasureTraces, persistenceErase, persistenceErasureTraces } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { type ErasedRows, ErasureService } from './erasure.service.js';

@Controller()
export class ErasureController {
  constructor(private readonly erasure: ErasureService) {}

  @Handles(persistenceErasureTraces)
  traces(target: ErasureTarget, { tenant }: RequestContext): Promise<ErasureTraces> {
    return this.erasure.traces(tenant, target);
  }

  @Handles(persistenceErase)
  erase(target: ErasureTarget, { tenant }: RequestContext): Promise<ErasedRows> {
    return this.erasure.erase(tenant, target);
  }
}
