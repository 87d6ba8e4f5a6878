import type { cacheErase } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EntryStore } from '../entries/entry/entry-store.port.js';
import { StepStore } from '../ingestion/steps/step-store.port.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { SaidStore } from './rules/said-store.port.js';

export type ErasureRequest = z.infer<typeof cacheErase.request>;

const PAGE = 500;

/** Takes out of the cache what is erased elsewhere. Throws where a place can't be reached: whoever erases must ask again. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly keeper: EntryKeeper,
    private readonly store: EntryStore,
    private readonly said: SaidStore,
    private readonly steps: StepStore,
  ) {}

  async erase(tenant: string, request: ErasureRequest): Promise<{ answers: number; steps: number }> {
    const answers = await this.eraseAnswers(tenant, request);
    const isAll = request.everything === true;
    await this.said.forget(tenant, isAll ? undefined : request.questions);
    const steps = await this.steps.erase(tenant, isAll ? undefined : request.contentHashes);
    await this.said.scrub();
    return { answers, steps };
  }

  private async eraseAnswers(tenant: string, { everything, documentIds, questions }: ErasureRequest): Promise<number> {
    if (everything === true) return this.keeper.invalidate({ tenant, everything });
    let removed = documentIds.length > 0 ? await this.keeper.invalidate({ tenant, documentIds }) : 0;
    for await (const entries of this.answersTo(tenant, new Set(questions))) removed += await this.keeper.invalidate({ tenant, entries });
    return removed;
  }

  private async *answersTo(tenant: string, questions: ReadonlySet<string>): AsyncGenerator<string[]> {
    if (questions.size === 0) return;
    let after: string | undefined;
    for (;;) {
      const page = await this.store.page(tenant, after, PAGE);
      const ids = page.filter(({ question }) => questions.has(question)).map(({ id }) => id);
      if (ids.length > 0) yield ids;
      if (page.length < PAGE) return;
      after = page.at(-1)?.id;
    }
  }
}
