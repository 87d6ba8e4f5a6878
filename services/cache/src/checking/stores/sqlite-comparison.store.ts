import type { SqliteFile } from '@docmind/sqlite';
import type { Comparison } from '../verification/pair-verifier.port.js';
import { type ComparisonKey, ComparisonStore } from '../verification/comparison-store.port.js';

/** About 20 MB. */
const MOST_KEPT = 100_000;

/** In the file of the answers, in a table whose name is older than the word; the oldest comparisons go first. */
export class SqliteComparisonStore extends ComparisonStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly mostKept = MOST_KEPT,
  ) {
    super();
  }

  find({ asked, stored, model }: ComparisonKey): Comparison | undefined {
    return this.file.read(() => {
      const find = this.file.statement('SELECT verdict FROM verdicts WHERE asked = ? AND stored = ? AND model = ?');
      return (find.get(asked, stored, model) as { verdict: Comparison } | undefined)?.verdict;
    });
  }

  keep({ asked, stored, model }: ComparisonKey, comparison: Comparison): void {
    this.file.run(() => {
      const keep = this.file.statement('INSERT OR REPLACE INTO verdicts (asked, stored, model, verdict) VALUES (?, ?, ?, ?)');
      const { lastInsertRowid } = keep.run(asked, stored, model, comparison);
      this.file.statement('DELETE FROM verdicts WHERE id <= ?').run(Number(lastInsertRowid) - this.mostKept);
    });
  }
}
