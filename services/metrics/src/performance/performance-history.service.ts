import {
  type PerformanceHistory,
  type PerformanceHistoryQuery,
  persistencePerformanceList,
  type PerformanceRecord,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type HistorySpan, stepsOf } from './history.policy.js';

const HOUR_MS = 3_600_000;
const STEPS = 60;
const MOST_STEPS = 1_000;
const PAGE = 1_000;
/** Some 20 MB of messages; a longer time is asked for in parts. */
const MOST_RECORDS = 50_000;

@Injectable()
export class PerformanceHistoryService {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError INVALID_ARGUMENT for a time that ends before it begins, or holds too many steps or records */
  async history(query: PerformanceHistoryQuery, context: RequestContext): Promise<PerformanceHistory> {
    const span = spanOf(query, Date.now());
    const [from, to] = [new Date(span.fromMs).toISOString(), new Date(span.toMs).toISOString()];
    return { from, to, stepSeconds: span.stepMs / 1_000, steps: stepsOf(await this.records(from, to, context), span) };
  }

  private async records(from: string, to: string, context: RequestContext): Promise<PerformanceRecord[]> {
    const records: PerformanceRecord[] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page: { records: PerformanceRecord[]; after?: number } = await this.client.call(
        persistencePerformanceList,
        { from, to, after, limit: PAGE },
        context,
      );
      records.push(...page.records);
      if (records.length > MOST_RECORDS)
        throw new AppError(
          'INVALID_ARGUMENT',
          `There are more than ${MOST_RECORDS} records between ${from} and ${to}; ask for a shorter time`,
        );
      after = page.after;
    }
    return records;
  }
}

function spanOf({ from, to, step }: PerformanceHistoryQuery, nowMs: number): HistorySpan {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - HOUR_MS : Date.parse(from);
  if (fromMs >= toMs) throw new AppError('INVALID_ARGUMENT', `from (${from}) must be before to (${new Date(toMs).toISOString()})`);
  const stepMs = step === undefined ? Math.max(1, Math.ceil((toMs - fromMs) / STEPS / 1_000)) * 1_000 : step * 1_000;
  if ((toMs - fromMs) / stepMs > MOST_STEPS)
    throw new AppError(
      'INVALID_ARGUMENT',
      `A step of ${stepMs / 1_000} s gives more than ${MOST_STEPS} steps; make it longer, or the time shorter`,
    );
  return { fromMs, toMs, stepMs };
}
