/** A part of a text on a page: its start and end in the text, then x and y of its box from the page's top left corner, width, height, in points. */
export type PlacedLine = readonly number[];

/** A part of a document's text that belongs together, and where it stands. */
export interface TextBlock {
  /** In the document's text, in UTF-16 units, the end not included. */
  readonly start: number;
  readonly end: number;
  /** 1-based: of a PDF or a slide show. */
  readonly page?: number;
  /** What is printed on the page as its number, where the PDF says: "iv". */
  readonly pageLabel?: string;
  readonly lines?: readonly PlacedLine[];
  /** "Backups > Retention": the headings above, outermost first. */
  readonly heading?: string;
  /** Of a table: its first line, which names the columns. */
  readonly columns?: string;
  /** The format itself says that this line is a header. */
  readonly isHead?: boolean;
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
  readonly pageLabel?: string;
  readonly heading?: string;
  /** Start and end are those in this chunk's text. */
  readonly lines?: readonly PlacedLine[];
}
