import { DocumentParser } from '../documents/document-parser.port.js';
import type { ParsedDocument, TextBlock } from '../documents/parsed-document.js';
import { decodeHtml } from './html-charset.policy.js';
import { readInThread } from './reader-thread.js';
import { refused } from './utf8-text.policy.js';

const WORKER = new URL('./html.worker.mjs', import.meta.url);

/** The text of a page in reading order, each block under its headings; scripts, styles, navigation and what is hidden are left out. */
export class HtmlParser extends DocumentParser {
  readonly version = 'html-1';

  constructor(private readonly timeoutMs?: number) {
    super();
  }

  async parse(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<ParsedDocument> {
    const data = { text: decodeHtml(bytes, name) };
    const limit = this.timeoutMs === undefined ? {} : { timeoutMs: this.timeoutMs };
    const { blocks } = await readInThread<{ blocks: TextBlock[] }>({ worker: WORKER, data, name, kind: 'an HTML page', ...limit }, signal);
    if (blocks.length === 0) throw refused(name, 'shows no text; send a page with text in it, not one that a script fills');
    return { pages: 0, blocks };
  }
}
