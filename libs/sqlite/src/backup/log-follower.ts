import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError } from '@docmind/errors';
import { emptiedLog } from '../opening/free-pages.js';
import type { SqliteConnection } from '../opening/open-sqlite.js';
import { appendIncrement, runOf } from './backup-files.js';
import { syncFolder } from './sync-folder.js';
import { isNextRun, isSameRun, LOG_HEADER_BYTES, logBytes, type LogHeader, logHeaderOf } from './log-header.policy.js';

/** SQLite's own. */
const USUAL_CHECKPOINT_PAGES = 1_000;
const CHUNK_BYTES = 1024 * 1024;

interface LogState {
  /** Committed to the log. */
  readonly frames: number;
  /** Of them those whose pages are in the file too. Once that is all of them the next writer begins the log anew. */
  readonly checkpointed: number;
}

interface Position {
  readonly header: LogHeader | undefined;
  readonly run: number;
  /** Frames that the backup holds, in its base or in the run's own file. */
  frames: number;
  /** Frames in the run's own file. */
  kept: number;
  /** All of them were in the file when we last looked: only then may the log begin anew. */
  isDone: boolean;
}

/** While a log is followed SQLite moves no pages by itself. */
export function holdCheckpoints(connection: SqliteConnection): void {
  connection.pragma('wal_autocheckpoint = 0');
}

export function releaseCheckpoints(connection: SqliteConnection): void {
  if (connection.open) connection.pragma(`wal_autocheckpoint = ${USUAL_CHECKPOINT_PAGES}`);
}

/**
 * Copies what is committed out of the log, commit by commit. Nothing else may move pages from the log to the file meanwhile, so that no frame is
 * overwritten before it was copied: checkpoints are held, and done here. The connection must be the only one that writes, on this thread.
 */
export class LogFollower {
  private position: Position;
  private isBegun = false;
  private notedRun = 0;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly path: string,
    private readonly folder: string,
  ) {
    const { frames, checkpointed } = this.state();
    const isDone = frames === checkpointed;
    // What is in the file already comes with the base.
    this.position = { header: this.header(), run: isDone ? 0 : 1, frames: isDone ? frames : 0, kept: 0, isDone };
  }

  /** Committed frames that the file lacks. */
  pendingFrames(): number {
    const { frames, checkpointed } = this.state();
    return frames - checkpointed;
  }

  /**
   * @param look is called at the very moment whose commits are the last that are copied
   * @throws AppError FAILED_PRECONDITION when somebody else began the log anew: the backup ends before that
   */
  async follow(look?: () => void): Promise<void> {
    const at = new Date().toISOString();
    const position = this.advance();
    const { frames } = this.state();
    look?.();
    const isChanged = frames > position.frames;
    if (isChanged) await this.copy(position, frames);
    if (isChanged || !this.isBegun) await this.note(position, at);
  }

  /** Moves the pages of the log to the file, so that the log can begin anew. */
  async checkpoint(): Promise<void> {
    await this.move(() => void this.connection.pragma('wal_checkpoint(PASSIVE)'));
  }

  /** As `checkpoint`, and no byte is left in the log. @returns false while somebody reads from it */
  async empty(): Promise<boolean> {
    // Emptied twice it would begin two runs on.
    return this.move(() => this.header() === undefined || emptiedLog(this.connection));
  }

  private async move<Result>(checkpoint: () => Result): Promise<Result> {
    await this.follow();
    // From here to the checkpoint nobody else has a turn.
    const position = this.position;
    const { frames } = this.state();
    const isLate = frames > position.frames;
    if (isLate) this.copyNow(position, frames);
    const result = checkpoint();
    const after = this.state();
    // A log that was emptied has no frames any more, and all that it had are in the file.
    position.isDone = after.frames === after.checkpointed && (after.frames === position.frames || after.frames === 0);
    if (isLate) await this.note(position, new Date().toISOString());
    return result;
  }

  private async note({ run, frames }: Position, at: string): Promise<void> {
    // The file of a new run has a name that only a synced folder keeps.
    if (run !== this.notedRun) await syncFolder(this.folder);
    this.notedRun = run;
    await appendIncrement(this.folder, { at, run, frames });
    this.isBegun = true;
  }

  /** To the run that the log is in now. */
  private advance(): Position {
    const { position } = this;
    const header = this.header();
    if (header === undefined) return position;
    if (position.header === undefined || !isSameRun(position.header, header)) {
      this.assertNothingMissed(position, header);
      this.position = { header, run: position.run + 1, frames: 0, kept: 0, isDone: false };
    } else if (position.run === 0 && this.state().frames > position.frames) {
      // The log goes on, as somebody reads from it, and holds more than the base.
      this.position = { ...position, run: 1, frames: 0, isDone: false };
    }
    return this.position;
  }

  private assertNothingMissed({ header: before, isDone }: Position, header: LogHeader): void {
    if (before === undefined || (isDone && isNextRun(before, header))) return;
    throw new AppError('FAILED_PRECONDITION', `Another process wrote to ${this.path} or emptied its log, so this backup ends here`);
  }

  private async copy(position: Position, frames: number): Promise<void> {
    const [from, to] = this.rangeOf(position, frames);
    const source = await open(this.logPath, 'r');
    const target = await open(runOf(this.folder, position.run), from === 0 ? 'w' : 'r+', 0o600);
    try {
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, to - from));
      for (let at = from; at < to;) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, to - at), at);
        if (bytesRead === 0) throw this.tooShort();
        await target.write(buffer, 0, bytesRead, at);
        at += bytesRead;
      }
      await target.datasync();
    } finally {
      await source.close();
      await target.close();
    }
    Object.assign(position, { frames, kept: frames, isDone: false });
  }

  /** The few frames that were committed since, within this turn. */
  private copyNow(position: Position, frames: number): void {
    const [from, to] = this.rangeOf(position, frames);
    const buffer = Buffer.alloc(to - from);
    if (this.readLog(buffer, from) < buffer.length) throw this.tooShort();
    const target = openSync(runOf(this.folder, position.run), from === 0 ? 'w' : 'r+', 0o600);
    try {
      for (let written = 0; written < buffer.length;)
        written += writeSync(target, buffer, written, buffer.length - written, from + written);
      fdatasyncSync(target);
    } finally {
      closeSync(target);
    }
    Object.assign(position, { frames, kept: frames });
  }

  private rangeOf({ header, kept }: Position, frames: number): [number, number] {
    const pageSize = header?.pageSize ?? 0;
    return [logBytes(kept, pageSize), logBytes(frames, pageSize)];
  }

  private header(): LogHeader | undefined {
    const bytes = Buffer.alloc(LOG_HEADER_BYTES);
    return logHeaderOf(bytes.subarray(0, this.readLog(bytes, 0)));
  }

  /** SQLite holds no lock on the log itself, so it may be opened beside it; a log that isn't there has no bytes. */
  private readLog(buffer: Buffer, from: number): number {
    let log: number;
    try {
      log = openSync(this.logPath, 'r');
    } catch {
      return 0;
    }
    try {
      return readSync(log, buffer, 0, buffer.length, from);
    } finally {
      closeSync(log);
    }
  }

  private get logPath(): string {
    return `${this.path}-wal`;
  }

  private tooShort(): AppError {
    return new AppError('FAILED_PRECONDITION', `${this.logPath} is shorter than what was committed to it`);
  }

  private state(): LogState {
    const [found] = this.connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    return { frames: Math.max(0, found?.log ?? 0), checkpointed: Math.max(0, found?.checkpointed ?? 0) };
  }
}
