import { persistenceOriginalOffer, persistenceOriginalRead, persistenceOriginalStage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { OriginalStore } from './original-store.port.js';

@Controller()
export class OriginalController {
  constructor(private readonly originals: OriginalStore) {}

  @Handles(persistenceOriginalOffer)
  async offer(request: z.infer<typeof persistenceOriginalOffer.request>, context: RequestContext) {
    return { wanted: await this.originals.offer(context.tenant, request) };
  }

  @Handles(persistenceOriginalStage)
  async stage({ stagingId, part, bytes }: z.infer<typeof persistenceOriginalStage.request>, context: RequestContext) {
    await this.originals.stage(context.tenant, stagingId, part, Buffer.from(bytes, 'base64'));
    return {};
  }

  @Handles(persistenceOriginalRead)
  async read({ id, part }: z.infer<typeof persistenceOriginalRead.request>, context: RequestContext) {
    const found = await this.originals.read(context.tenant, id, part);
    if (found) return found;
    throw new AppError(
      'NOT_FOUND',
      `There is no original of a document '${id}': it is not known, of a format of which the text alone is kept, or older`,
    );
  }
}
