/** What a parser found: text in reading order, each block with where it stands. */
export interface TextBlock {
  readonly text: string;
  /** 1-based, PDF only. */
  readonly page?: number;
  /** "Backups > Retention": the headings above, outermost first. */
  readonly heading?: string;
}
export interface ParsedDocument {
  /** 0 where the format has no pages. */
  readonly pages: number;
  readonly blocks: readonly TextBlock[];
}

/** A piece of a document that is embedded and found as one. */
export interface TextChunk extends TextBlock {
  readonly index: number;
}
