import type { SqliteFile } from '@docmind/sqlite';
import { EpochStore } from '../entry/epoch-store.port.js';

/** In the same file as the answers, so that both are lost or kept together. */
export class SqliteEpochStore extends EpochStore {
  constructor(private readonly file: SqliteFile) {
    super();
  }

  seen(tenant: string): number {
    return this.file.read(() => this.epochOf(this.file.statement('SELECT epoch FROM epochs WHERE tenant = ?').get(tenant)));
  }

  async advance(tenant: string, epoch: number): Promise<void> {
    await this.file.runPatiently(() => {
      this.file
        .statement('INSERT INTO epochs (tenant, epoch) VALUES (?, ?) ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch)')
        .run(tenant, epoch);
    });
  }

  async noteChanges(tenant: string, epoch: number, documentIds: readonly string[]): Promise<void> {
    await this.file.runPatiently(() => {
      const change = this.file.statement(
        'INSERT INTO document_changes (tenant, document, epoch) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch)',
      );
      for (const id of documentIds) change.run(tenant, id, epoch);
    });
  }

  newestChange(tenant: string, documentIds: readonly string[]): number {
    return this.file.read(() => {
      const find = this.file.statement('SELECT epoch FROM document_changes WHERE tenant = ? AND document = ?');
      return Math.max(0, ...documentIds.map((id) => this.epochOf(find.get(tenant, id))));
    });
  }

  private epochOf(row: unknown): number {
    return (row as { epoch: number } | undefined)?.epoch ?? 0;
  }
}
