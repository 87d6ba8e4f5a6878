import {
  type DocumentView,
  persistenceUploadFail,
  persistenceUploadKeep,
  persistenceUploadList,
  persistenceUploadProgress,
} from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FAKE_NOW, FakeServices, type RequestOf } from './fake-services.js';

/** Uploads in the background, by their own ids. */
@Controller()
export class FakeUploadsController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceUploadKeep)
  async keep({ uploadId, tags = [], ...facts }: RequestOf<typeof persistenceUploadKeep>): Promise<DocumentView> {
    await this.fakes.check(persistenceUploadKeep);
    const ingestion = { step: 'waiting' as const, done: 0, total: 0, acceptedAt: FAKE_NOW, updatedAt: FAKE_NOW };
    const view: DocumentView = { ...facts, id: uploadId, name: facts.path, tags, state: 'working', ingestion };
    this.fakes.uploads.set(uploadId, view);
    return view;
  }

  @Handles(persistenceUploadProgress)
  async progress({ uploadId, step, done, total }: RequestOf<typeof persistenceUploadProgress>): Promise<{ wanted: boolean }> {
    const view = this.fakes.uploads.get(uploadId);
    if (view?.ingestion) this.fakes.uploads.set(uploadId, { ...view, ingestion: { ...view.ingestion, step, done, total } });
    return { wanted: this.fakes.uploads.has(uploadId) };
  }

  @Handles(persistenceUploadFail)
  async failed({ uploadId, code, message }: RequestOf<typeof persistenceUploadFail>): Promise<{ recorded: boolean }> {
    const view = this.fakes.uploads.get(uploadId);
    if (view?.ingestion) {
      this.fakes.uploads.set(uploadId, { ...view, state: 'failed', ingestion: { ...view.ingestion, problem: { code, message } } });
    }
    return { recorded: view !== undefined };
  }

  @Handles(persistenceUploadList)
  async uploads(): Promise<{ documents: DocumentView[] }> {
    return { documents: [...this.fakes.uploads.values()] };
  }
}
