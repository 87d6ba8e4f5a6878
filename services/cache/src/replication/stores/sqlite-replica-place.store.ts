import { randomUUID } from 'node:crypto';
import type { SqliteFile } from '@docmind/sqlite';
import { ReplicaPlaceStore, type ReplicaState } from '../log/replica-place.port.js';

interface Row {
  id: string;
  at: number | null;
  last: string | null;
  met_others: number;
}

/** In the same file as the answers, so that both are lost or kept together. */
export class SqliteReplicaPlaceStore extends ReplicaPlaceStore {
  private id: string | undefined;

  constructor(private readonly file: SqliteFile) {
    super();
  }

  replicaId(): string {
    this.id ??= this.row()?.id ?? this.create();
    return this.id;
  }

  read(): ReplicaState {
    const row = this.row();
    const place = row === undefined || row.at === null ? undefined : { at: row.at, mark: row.last ?? '' };
    return { place, metOthers: row?.met_others === 1 };
  }

  async write({ place, metOthers }: ReplicaState): Promise<void> {
    const id = this.replicaId();
    await this.file.runPatiently(() => {
      this.file
        .statement('INSERT OR REPLACE INTO replica (one, id, at, last, met_others) VALUES (1, ?, ?, ?, ?)')
        .run(id, place?.at ?? null, place?.mark ?? null, metOthers ? 1 : 0);
    });
  }

  private row(): Row | undefined {
    return this.file.read(() => this.file.statement('SELECT id, at, last, met_others FROM replica').get()) as Row | undefined;
  }

  private create(): string {
    return this.file.run(() => {
      this.file.statement('INSERT OR IGNORE INTO replica (one, id, met_others) VALUES (1, ?, 0)').run(randomUUID());
      return (this.row() as Row).id;
    });
  }
}
