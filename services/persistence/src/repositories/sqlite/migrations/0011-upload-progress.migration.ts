import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far an upload ever got: a try that gets further is not one of those in vain. */
export class UploadProgress1764152000000 implements MigrationInterface {
  readonly name = 'UploadProgress1764152000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN furthest INTEGER NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads DROP COLUMN furthest`);
  }
}
