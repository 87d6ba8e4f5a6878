import { appendFile, chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceLogger } from '@docmind/telemetry';

const DAY_MS = 86_400_000;
const WINDOW_MS = 60_000;
/** A flood of refused requests must not fill the disk; what is left out is counted. */
const MAX_A_MINUTE = 600;

/** What happened; never a key, a prompt or a body. */
export interface AuditEvent {
  readonly event: 'refused' | 'operated' | 'keys changed' | 'left out';
  readonly [fact: string]: unknown;
}

export interface AuditOptions {
  readonly folder: string;
  readonly service: string;
  readonly retentionDays: number;
  readonly logger: Pick<ServiceLogger, 'error'>;
  readonly now?: () => number;
}

/** Lines of JSON, a file a service and day, only ever appended to; files beyond the retention are removed. A write that fails is logged and holds nobody up. */
export class AuditLog {
  private writing: Promise<void> = Promise.resolve();
  private day = '';
  private window = { since: 0, count: 0 };

  constructor(private readonly options: AuditOptions) {}

  record(event: AuditEvent): void {
    const now = (this.options.now ?? Date.now)();
    if (now - this.window.since >= WINDOW_MS) this.openWindow(now);
    this.window.count += 1;
    if (this.window.count <= MAX_A_MINUTE) this.write(event, now);
  }

  /** When all that was recorded is written. */
  close(): Promise<void> {
    return this.writing;
  }

  private openWindow(now: number): void {
    const left = this.window.count - MAX_A_MINUTE;
    this.window = { since: now, count: 0 };
    if (left > 0) this.write({ event: 'left out', count: left }, now);
  }

  private write(event: AuditEvent, now: number): void {
    const { service, logger } = this.options;
    const time = new Date(now).toISOString();
    const line = `${JSON.stringify({ time, service, ...event })}\n`;
    this.writing = this.writing
      .then(() => this.append(time.slice(0, 10), line, now))
      .catch((thrown: unknown) => logger.error({ msg: 'the audit log cannot be written', reason: String(thrown), lost: event }));
  }

  private async append(day: string, line: string, now: number): Promise<void> {
    const { folder, service } = this.options;
    if (day !== this.day) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      await this.removeOld(now);
      this.day = day;
    }
    await appendFile(join(folder, `${service}-${day}.jsonl`), line, { mode: 0o600 });
  }

  private async removeOld(now: number): Promise<void> {
    const { folder, service, retentionDays } = this.options;
    const oldest = new Date(now - retentionDays * DAY_MS).toISOString().slice(0, 10);
    const isOld = (name: string) =>
      name.startsWith(`${service}-`) && name.endsWith('.jsonl') && name.slice(service.length + 1, -6) < oldest;
    for (const name of (await readdir(folder)).filter(isOld)) await rm(join(folder, name));
  }
}
