import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No OR IGNORE: in a trigger the conflict rule of the statement that set it off counts. */
const KEEP = `INSERT INTO former_contents (tenant, document_id, content_hash) SELECT old.tenant, old.id, old.content_hash
  WHERE NOT EXISTS (SELECT 1 FROM former_contents WHERE tenant = old.tenant AND document_id = old.id AND content_hash = old.content_hash)`;

/**
 * How far this database has followed the journal of erasures, which lies beside it: a backup that is put back has not. And hashes of what documents
 * once held: other services keep results under them, and whoever erases a document erases those, too.
 */
export class Erasures1764150000000 implements MigrationInterface {
  readonly name = 'Erasures1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE erasures_done (lines INTEGER NOT NULL)`);
    await runner.query(`INSERT INTO erasures_done VALUES (0)`);
    await runner.query(`CREATE TABLE former_contents (
      tenant TEXT NOT NULL, document_id TEXT NOT NULL, content_hash TEXT NOT NULL, PRIMARY KEY (tenant, document_id, content_hash)
    ) WITHOUT ROWID`);
    await runner.query(`CREATE TRIGGER document_replaced AFTER UPDATE OF content_hash ON documents
      WHEN old.content_hash <> new.content_hash BEGIN ${KEEP}; END`);
    await runner.query(`CREATE TRIGGER document_deleted AFTER DELETE ON documents BEGIN ${KEEP}; END`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER document_deleted`);
    await runner.query(`DROP TRIGGER document_replaced`);
    await runner.query(`DROP TABLE former_contents`);
    await runner.query(`DROP TABLE erasures_done`);
  }
}
