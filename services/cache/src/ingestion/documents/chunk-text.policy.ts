import type { TextChunk } from './parsed-document.js';

/** Raised whenever the same document would give other chunks. */
export const SPLITTER_VERSION = 'split-5:200/30';

/** What is embedded for a chunk: its heading says what the text itself often leaves out. Names of columns that it begins with aren't said twice. */
export function embeddedText({ text, heading = '' }: Pick<TextChunk, 'text' | 'heading'>): string {
  const columns = text.slice(0, Math.max(0, text.indexOf('\n')));
  const above = columns !== '' && heading.endsWith(columns) ? heading.slice(0, -columns.length).replace(/ > $/u, '') : heading;
  return above === '' ? text : `${above}\n${text}`;
}
