import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents from before have none: the same content is then processed once more, and named from there on. */
export class Fingerprint1764100000000 implements MigrationInterface {
  readonly name = 'Fingerprint1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE documents ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE documents DROP COLUMN fingerprint`);
  }
}
