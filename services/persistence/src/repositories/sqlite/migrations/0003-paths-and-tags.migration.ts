import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A document is known by its path. What there is keeps its name as its path: that is where it was uploaded to. */
export class PathsAndTags1764142000000 implements MigrationInterface {
  readonly name = 'PathsAndTags1764142000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE documents RENAME COLUMN name TO path`);
    await runner.query(`CREATE TABLE document_tags (
      document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
      tag TEXT NOT NULL,
      PRIMARY KEY (document_id, tag)
    ) WITHOUT ROWID`);
    await runner.query(`CREATE INDEX document_tags_by_tag ON document_tags (tag)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE document_tags`);
    await runner.query(`ALTER TABLE documents RENAME COLUMN path TO name`);
  }
}
