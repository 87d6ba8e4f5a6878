import 'reflect-metadata';
import { persistenceOriginalOffer, persistenceOriginalRead, persistenceOriginalStage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices, type ReplyOf, type RequestOf } from './fake-services.js';

/** Keeps what was staged at once; the real one, when the document is indexed. */
@Controller()
export class FakeOriginalsController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceOriginalOffer)
  async offer({ stagingId, contentHash }: RequestOf<typeof persistenceOriginalOffer>): Promise<{ wanted: boolean }> {
    await this.fakes.check(persistenceOriginalOffer);
    if (stagingId !== undefined) this.fakes.offered.set(stagingId, contentHash);
    return { wanted: !this.fakes.originals.has(contentHash) };
  }

  @Handles(persistenceOriginalStage)
  async stage({ stagingId, part, bytes }: RequestOf<typeof persistenceOriginalStage>): Promise<Record<string, never>> {
    const contentHash = this.fakes.offered.get(stagingId) ?? '';
    const parts = this.fakes.originals.get(contentHash) ?? [];
    parts[part] = bytes;
    this.fakes.originals.set(contentHash, parts);
    return {};
  }

  @Handles(persistenceOriginalRead)
  async read({ id, part }: RequestOf<typeof persistenceOriginalRead>): Promise<ReplyOf<typeof persistenceOriginalRead>> {
    await this.fakes.check(persistenceOriginalRead);
    const found = this.fakes.documents.find((document) => document.id === id);
    const parts = this.fakes.originals.get(found?.contentHash ?? '');
    if (!found || !parts) throw new AppError('NOT_FOUND', `There is no original of a document '${id}'`);
    const { name, mediaType, contentHash, sizeBytes } = found;
    return { name, mediaType, contentHash, sizeBytes, bytes: parts[part] ?? '' };
  }
}
