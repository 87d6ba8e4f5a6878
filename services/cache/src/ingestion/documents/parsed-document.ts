/** A part of a document's text that belongs together, and where it stands. */
export interface TextBlock {
  /** In the document's text, in UTF-16 units, the end not included. */
  readonly start: number;
  readonly end: number;
  /** 1-based, PDF only. */
  readonly page?: number;
  /** "Backups > Retention": the headings above, outermost first. */
  readonly heading?: string;
  /** Of a table: its first line, which names the columns. */
  readonly columns?: string;
}

/** What a reader found: text in reading order, and its blocks in the same order. Between two blocks stands nothing that is read. */
export interface ParsedDocument {
  /** 0 where the format has no pages. */
  readonly pages: number;
  /** Of a text file its own text, lines ending in \n; of other formats what the reader wrote down. */
  readonly text: string;
  readonly blocks: readonly TextBlock[];
}

/** A piece of a document that is embedded and found as one: its text from `start` to `end`. */
export interface TextChunk {
  readonly index: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly page?: number;
  readonly heading?: string;
}
