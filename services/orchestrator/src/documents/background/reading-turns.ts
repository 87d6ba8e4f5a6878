import { AppError } from '@docmind/errors';
import { AdmissionGate } from '../../answering/admission-gate.js';

interface Limits {
  readonly maxConcurrent: number;
  readonly queueLimit: number;
}

/** A document is found to be a scan, and another is being recognised. Never seen by a caller. */
const LATER = new AppError('UNAVAILABLE', 'The scan waits for its turn', { retryable: true });

/**
 * Turns at being read in. A scan takes minutes: one at a time, beside all others, so that however many wait they hold up no text. It is known for one
 * when the reader has looked at it, and then waits anew. So does what takes much memory to read: one at a time, too.
 */
export class ReadingTurns {
  private readonly others: AdmissionGate;
  private readonly scans = new AdmissionGate({ maxConcurrent: 1, queueLimit: Infinity, inside: 'scans are being read in' });

  constructor(private readonly limits: Limits) {
    const { maxConcurrent, queueLimit } = limits;
    // A long document takes minutes, too: one place is left for whoever has none.
    const maxPerTenant = Math.max(1, maxConcurrent - 1);
    this.others = new AdmissionGate({ maxConcurrent, maxPerTenant, queueLimit, inside: 'documents are being read in' });
  }

  /**
   * @param read is told nothing of turns, and tells by its parameter when words are to be recognised; what that throws must end it. Begun again then.
   * @param onWait told when it waits anew
   * @throws AppError RESOURCE_EXHAUSTED where too many wait, the signal's reason when it aborts first, whatever `read` throws
   */
  async within<Result>(
    tenant: string,
    signal: AbortSignal,
    read: (beforeRecognition: () => void) => Promise<Result>,
    onWait: () => void,
  ): Promise<Result> {
    this.assertRoom();
    let leave = await this.others.enter(tenant, signal);
    let isScan = false;
    const beforeRecognition = (): void => {
      if (isScan) return;
      const turn = this.scans.tryEnter(tenant);
      if (turn === undefined) throw LATER;
      leave();
      [leave, isScan] = [turn, true];
    };
    try {
      return await read(beforeRecognition);
    } catch (thrown) {
      if (thrown !== LATER) throw thrown;
      leave();
      onWait();
      leave = await this.scans.enter(tenant, signal);
      isScan = true;
      return await read(beforeRecognition);
    } finally {
      leave();
    }
  }

  /** Scans that wait count, too: each lies on the disk. */
  private assertRoom(): void {
    const { queueLimit } = this.limits;
    if (this.scans.depth === 0 || this.others.depth + this.scans.depth < queueLimit) return;
    throw new AppError(
      'RESOURCE_EXHAUSTED',
      `${this.scans.depth} scans and ${this.others.depth} documents wait to be read in: ask again in a moment`,
      {
        details: { retryAfterSeconds: 1, queued: this.others.depth + this.scans.depth },
      },
    );
  }
}
