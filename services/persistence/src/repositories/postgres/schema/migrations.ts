import { INITIAL } from './0001-initial.sql.js';

export interface PostgresMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** In the order in which they are run. What was released is never changed: the next one mends it. */
export const POSTGRES_MIGRATIONS: readonly PostgresMigration[] = [{ name: '0001-initial', statements: INITIAL }];
