import type { MigrationInterface, QueryRunner } from 'typeorm';

const UNSPACED = `FROM chunks WHERE holds_unspaced(coalesce(heading, '') || text)`;

/** Chinese, Japanese and Thai text was indexed a sentence a word, so no question found it. Its chunks are indexed anew, all others stay. */
export class PairedLetters1764147000000 implements MigrationInterface {
  readonly name = 'PairedLetters1764147000000';

  async up(runner: QueryRunner): Promise<void> {
    await this.reindex(runner, 'paired_letters');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.reindex(runner, '');
  }

  private async reindex(runner: QueryRunner, form: string): Promise<void> {
    await runner.query(`DELETE FROM chunks_fts WHERE rowid IN (SELECT id ${UNSPACED})`);
    await runner.query(
      `INSERT INTO chunks_fts (rowid, heading, text) SELECT id, ${form}(coalesce(heading, '')), ${form}(text) ${UNSPACED}`,
    );
  }
}
