import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was uploaded, as it came, once for each content of a tenant. `staged` until its document is indexed, then `kept`; `gone` when nobody needs it
 * any more, and its parts are deleted in small steps.
 */
export class Originals1764151000000 implements MigrationInterface {
  readonly name = 'Originals1764151000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE originals (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      content_hash TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'staged',
      staging_id TEXT NOT NULL,
      staged_at TIMESTAMP NOT NULL
    )`);
    await runner.query(`CREATE UNIQUE INDEX originals_staged ON originals (tenant, staging_id) WHERE state = 'staged'`);
    await runner.query(`CREATE UNIQUE INDEX originals_kept ON originals (tenant, content_hash) WHERE state = 'kept'`);
    await runner.query(`CREATE TABLE original_parts (
      original_id INTEGER NOT NULL REFERENCES originals (id),
      part INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (original_id, part)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE original_parts`);
    await runner.query(`DROP TABLE originals`);
  }
}
