import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads that are worked on in the background. `document_id` is the document's, before there is one. */
export class Uploads1764146000000 implements MigrationInterface {
  readonly name = 'Uploads1764146000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE uploads (
      upload_id TEXT PRIMARY KEY,
      document_id TEXT NOT NULL UNIQUE,
      tenant TEXT NOT NULL,
      path TEXT NOT NULL,
      tags JSON,
      media_type TEXT NOT NULL,
      content_hash TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'working',
      step TEXT NOT NULL DEFAULT 'waiting',
      done INTEGER NOT NULL DEFAULT 0,
      total INTEGER NOT NULL DEFAULT 0,
      claims INTEGER NOT NULL DEFAULT 0,
      code TEXT,
      message TEXT,
      accepted_at TIMESTAMP NOT NULL,
      updated_at TIMESTAMP NOT NULL,
      UNIQUE (tenant, path)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE uploads`);
  }
}
