import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a chunk stands in its document, as JSON. Documents from before have none until their file is read again. */
export class Places1764149000000 implements MigrationInterface {
  readonly name = 'Places1764149000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE staging ADD COLUMN place JSON`);
    await runner.query(`ALTER TABLE chunks ADD COLUMN place JSON`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE chunks DROP COLUMN place`);
    await runner.query(`ALTER TABLE staging DROP COLUMN place`);
  }
}
