import { holdsUnspaced, pairedLetters } from '@docmind/language';
import type { SqliteConnection } from '@docmind/sqlite';

/** What the full-text index is given of a text, for statements: FTS5's tokeniser takes a sentence without spaces for one word. */
export function addTextFunctions(connection: SqliteConnection): void {
  connection.function('paired_letters', { deterministic: true }, (text) => pairedLetters(String(text)));
  connection.function('holds_unspaced', { deterministic: true }, (text) => (holdsUnspaced(String(text)) ? 1 : 0));
}
