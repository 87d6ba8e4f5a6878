import type { SqliteFile } from '@docmind/sqlite';
import { ShiftStore, type SourceShare } from '../learning/shift-store.port.js';

/** Of one calibration; beyond these the smallest shares are forgotten. */
const MOST_SOURCES = 1_000;

/** In the file of the answers. */
export class SqliteShiftStore extends ShiftStore {
  constructor(private readonly file: SqliteFile) {
    super();
  }

  shares(calibration: string): SourceShare[] {
    const sql = 'SELECT source, share FROM calibration_shares WHERE calibration = ?';
    return this.file.read(() => this.file.statement(sql).all(calibration)) as SourceShare[];
  }

  change(calibration: string, source: string, next: (share: number) => number): Promise<SourceShare[]> {
    return this.file.runPatiently(() => {
      const find = this.file.statement('SELECT share FROM calibration_shares WHERE calibration = ? AND source = ?');
      const share = (find.get(calibration, source) as { share: number } | undefined)?.share ?? 0;
      const keep = this.file.statement('INSERT OR REPLACE INTO calibration_shares (calibration, source, share) VALUES (?, ?, ?)');
      keep.run(calibration, source, next(share));
      const prune = `DELETE FROM calibration_shares WHERE calibration = ? AND source NOT IN
        (SELECT source FROM calibration_shares WHERE calibration = ? ORDER BY share DESC LIMIT ${MOST_SOURCES})`;
      this.file.statement(prune).run(calibration, calibration);
      return this.shares(calibration);
    });
  }

  async reset(calibration: string): Promise<void> {
    await this.file.runPatiently(() => this.file.statement('DELETE FROM calibration_shares WHERE calibration = ?').run(calibration));
  }
}
