import { assertNotTooDeep } from '@docmind/bootstrap';
import { type CacheExportLine, cacheExportLineSchema, type CacheImportReply } from '@docmind/contracts';
import { AppError, invalidArgument } from '@docmind/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AnswerKeeping } from '../answers/answer-keeping.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { EntryStore } from '../entries/entry/entry-store.port.js';
import { Clock } from '../monitoring/clock.js';
import { exportLineOf, lifetimeOf } from './export-line.policy.js';
import { linesOf } from './lines.js';

const PAGE = 500;
/** An answer of 200,000 characters, escaped at its worst, with its question and sources. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const MAX_REASONS = 20;

/** A tenant's answers out of the cache and into one, a line each. Neither ever holds more than a page in memory. */
@Injectable()
export class TransferService {
  constructor(
    private readonly keeping: AnswerKeeping,
    private readonly store: EntryStore,
    private readonly clock: Clock,
    @Inject(CACHE_CONFIG) private readonly config: Pick<CacheConfig, 'CACHE_TTL_SECONDS'>,
  ) {}

  /** Answers that are stored meanwhile may or may not be among them. */
  async *export(tenant: string, namespace?: string): AsyncGenerator<string> {
    let after: string | undefined;
    for (;;) {
      const page = await this.store.page(tenant, after, PAGE);
      const wanted = page.filter((entry) => namespace === undefined || entry.namespace === namespace);
      if (wanted.length > 0) yield wanted.map((entry) => `${JSON.stringify(exportLineOf(entry))}\n`).join('');
      if (page.length < PAGE) return;
      after = page.at(-1)?.id;
    }
  }

  /**
   * A line that can't be taken is refused and the next one read.
   * @throws AppError INVALID_ARGUMENT for a line that is too long, as in a file that isn't one of lines
   */
  async import(tenant: string, source: AsyncIterable<Buffer | string>): Promise<CacheImportReply> {
    const counts = { imported: 0, refused: 0, why: [] as { line: number; reason: string }[] };
    let line = 0;
    for await (const text of linesOf(source, MAX_LINE_BYTES)) {
      line += 1;
      if (text.trim() === '') continue;
      const reason = await this.importLine(tenant, text);
      if (reason === undefined) counts.imported += 1;
      else counts.refused += 1;
      if (reason !== undefined && counts.why.length < MAX_REASONS) counts.why.push({ line, reason });
    }
    return counts;
  }

  /** @returns why not; undefined when it is kept */
  private async importLine(tenant: string, text: string): Promise<string | undefined> {
    const line = parseLine(text);
    if (line instanceof AppError) return line.message;
    const lifetime = lifetimeOf(line, this.clock.nowMs(), this.config.CACHE_TTL_SECONDS * 1000);
    if (!lifetime) return 'It has expired';
    const { question, answer, citations, epoch, agent, meta } = line;
    const request = {
      ...{ scope: { ...line.scope, tenant }, question, answer, citations, epoch, agent, meta },
      // It was checked when it was stored the first time.
      ...{ finishReason: 'stop', temperature: 0, grounded: true },
    };
    const { stored, why } = await this.keeping.store(request, lifetime);
    return stored ? undefined : why;
  }
}

function parseLine(text: string): CacheExportLine | AppError {
  try {
    const value: unknown = JSON.parse(text);
    assertNotTooDeep(value, 'The line');
    const parsed = cacheExportLineSchema.safeParse(value);
    return parsed.success ? parsed.data : invalidArgument(parsed.error, 'The line');
  } catch (thrown) {
    return thrown instanceof AppError ? thrown : new AppError('INVALID_ARGUMENT', 'The line is not JSON');
  }
}
