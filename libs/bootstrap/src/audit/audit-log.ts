import { appendFile, chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceLogger } from '@docmind/telemetry';
import { type AuditPart, currentPart, expiredParts, isFull, partName, partOf } from './audit-parts.policy.js';

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
  /** Of all files of the service. */
  readonly maxBytes: number;
  readonly logger: Pick<ServiceLogger, 'error'>;
  readonly now?: () => number;
}

/** Lines of JSON, a file or more a service and day, only ever appended to; files beyond the retention, by age and by size, are removed. A write that fails is logged and holds nobody up. */
export class AuditLog {
  private writing: Promise<void> = Promise.resolve();
  private part = { day: '', number: 1, bytes: 0 };
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
    const { folder, service, maxBytes } = this.options;
    if (day !== this.part.day || isFull(this.part, maxBytes)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      this.part = { day, ...(await this.openPart(day, now)) };
    }
    await appendFile(join(folder, partName(service, day, this.part.number)), line, { mode: 0o600 });
    this.part.bytes += Buffer.byteLength(line);
  }

  /** @returns the part to go on with; what is too old or too much is gone */
  private async openPart(day: string, now: number): Promise<Pick<AuditPart, 'number' | 'bytes'>> {
    const { folder, service, retentionDays, maxBytes } = this.options;
    const sizes = (await readdir(folder)).map(async (name) => partOf(service, name, (await stat(join(folder, name))).size));
    const parts = (await Promise.all(sizes)).filter((part) => part !== undefined);
    const oldest = new Date(now - retentionDays * DAY_MS).toISOString().slice(0, 10);
    for (const name of expiredParts(parts, oldest, maxBytes)) await rm(join(folder, name));
    const { number, bytes } = currentPart(parts, day, maxBytes);
    return { number, bytes };
  }
}
