import { holdsUnspaced, pairedLetters } from '@docmind/language';
import type { SqliteConnection } from '@docmind/sqlite';

/** For statements. The full-text index is given paired letters: FTS5's tokeniser takes a sentence without spaces for one word. */
export function addTextFunctions(connection: SqliteConnection): void {
  connection.function('paired_letters', { deterministic: true }, (text) => pairedLetters(String(text)));
  // SQLite's own lower() and LIKE know the case of English letters only.
  connection.function('holds_words', { deterministic: true }, (text, words) =>
    String(text ?? '')
      .toLowerCase()
      .includes(String(words))
      ? 1
      : 0,
  );
  connection.function('holds_unspaced', { deterministic: true }, (text) => (holdsUnspaced(String(text)) ? 1 : 0));
}
