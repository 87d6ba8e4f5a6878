import type { SqliteFile } from '@docmind/sqlite';
import type { PairVerdict } from '../verification/pair-verifier.port.js';
import { type VerdictKey, VerdictStore } from '../verification/verdict-store.port.js';

/** About 20 MB. */
const MOST_KEPT = 100_000;

/** In the file of the answers; the oldest verdicts go first. */
export class SqliteVerdictStore extends VerdictStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly mostKept = MOST_KEPT,
  ) {
    super();
  }

  find({ asked, stored, model }: VerdictKey): PairVerdict | undefined {
    return this.file.read(() => {
      const find = this.file.statement('SELECT verdict FROM verdicts WHERE asked = ? AND stored = ? AND model = ?');
      return (find.get(asked, stored, model) as { verdict: PairVerdict } | undefined)?.verdict;
    });
  }

  keep({ asked, stored, model }: VerdictKey, verdict: PairVerdict): void {
    this.file.run(() => {
      const keep = this.file.statement('INSERT OR REPLACE INTO verdicts (asked, stored, model, verdict) VALUES (?, ?, ?, ?)');
      const { lastInsertRowid } = keep.run(asked, stored, model, verdict);
      this.file.statement('DELETE FROM verdicts WHERE id <= ?').run(Number(lastInsertRowid) - this.mostKept);
    });
  }
}
