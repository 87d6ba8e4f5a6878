import { Refusal } from '../document/refusal.mjs';
import { tableText } from '../document/table-text.mjs';
import { HeadingTrail, TextWriter } from '../document/text-writer.mjs';
import { windows1252 } from './decode.mjs';
import { rtfTokens } from './rtf-tokens.mjs';

/** Groups that hold no text of the document. */
const ASIDE = new Set(
  (
    'fonttbl colortbl stylesheet info pict object header headerf headerl headerr footer footerf footerl footerr footnote listtable ' +
    'listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl fldinst bkmkstart bkmkend annotation ' +
    'atnid atnauthor filetbl template operator datafield nonshppict wgrffmtfilter mmathPr'
  ).split(' '),
);
const LETTERS = {
  tab: ' ',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022',
  line: '\n',
  emspace: ' ',
  enspace: ' ',
};
const SYMBOLS = { '~': ' ', _: '-', '{': '{', '}': '}', '\\': '\\' };
/** How Windows calls its code pages, as the encoding standard does. */
const CODE_PAGES = { 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 10000: 'macintosh', 65001: 'utf-8' };
/** A font's character set, and its code page. */
const CHARSETS = {
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};
const MAX_DEPTH = 10_000;

/** The paragraphs and tables of a rich text; its outline levels say what is a heading. */
export async function read(bytes, limits) {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (bytes.length === 0) throw new Refusal('is empty; send a rich text with text in it');
  if (!source.trimStart().startsWith('{\\rtf'))
    throw new Refusal('is no rich text: it does not begin with {\\rtf; name it .txt if it is text');
  const writer = new TextWriter(limits);
  const reader = new RtfReader(writer);
  for (const token of rtfTokens(source)) reader.take(token);
  reader.end();
  if (writer.isEmpty) throw new Refusal('holds no text; send a rich text with text in it');
  return writer.document();
}

class RtfReader {
  #state = { isAside: false, unicodeSkip: 1, isStart: false };
  #outer = [];
  #decoder = windows1252;
  #fonts = new Map();
  #font;
  #bytes = [];
  #line = [];
  #skip = 0;
  #level;
  #row;
  #rows = [];
  #trail = new HeadingTrail();

  constructor(writer) {
    this.writer = writer;
  }

  take(token) {
    if (token.type !== 'byte') this.#flushBytes();
    this[token.type === '{' ? 'open' : token.type === '}' ? 'close' : token.type](token);
    if (token.type !== '{' && token.type !== 'symbol') this.#state.isStart = false;
  }

  open() {
    if (this.#outer.length > MAX_DEPTH) throw new Refusal(`nests deeper than ${MAX_DEPTH} groups; save it anew and send that`);
    this.#outer.push(this.#state);
    this.#state = { ...this.#state, isStart: true };
  }

  close() {
    this.#state = this.#outer.pop() ?? this.#state;
  }

  text({ text }) {
    const shown = text.slice(this.#skip);
    this.#skip = Math.max(0, this.#skip - text.length);
    this.#say(shown);
  }

  byte({ byte }) {
    if (this.#skip > 0) this.#skip -= 1;
    else if (!this.#state.isAside && byte >= 0) this.#bytes.push(byte);
  }

  symbol({ symbol }) {
    // A group that begins so is for those who know it.
    if (symbol === '*') this.#state.isAside ||= this.#state.isStart;
    else if (symbol === '\n' || symbol === '\r') this.word({ word: 'par' });
    else this.#say(SYMBOLS[symbol] ?? '');
  }

  word({ word, value }) {
    if (ASIDE.has(word) && this.#state.isStart) this.#state.isAside = true;
    else if (LETTERS[word] !== undefined) this.#say(LETTERS[word]);
    else WORDS[word]?.(this, value);
  }

  unicode(value) {
    this.#say(String.fromCharCode(value < 0 ? value + 65_536 : value));
    this.#skip = this.#state.unicodeSkip;
  }

  setUnicodeSkip(count = 1) {
    this.#state.unicodeSkip = count;
  }

  setCodePage(page) {
    this.#decoder = decoderOf(page);
  }

  /** In the table of fonts the number says which is meant, elsewhere that it is used from here on. */
  setFont(number) {
    this.#font = number;
    this.#state.decoder = this.#fonts.get(number);
  }

  setFontCharset(charset) {
    if (CHARSETS[charset]) this.#fonts.set(this.#font, decoderOf(CHARSETS[charset]));
  }

  setLevel(level) {
    if (!this.#state.isAside) this.#level = level;
  }

  startRow() {
    if (!this.#state.isAside) this.#row ??= [];
  }

  endCell() {
    if (this.#state.isAside) return;
    (this.#row ??= []).push(this.#takeLine().replace(/\s+/g, ' '));
  }

  endRow() {
    if (this.#row) this.#rows.push({ cells: this.#row });
    this.#row = undefined;
  }

  plainParagraph() {
    if (this.#state.isAside) return;
    this.#level = undefined;
    // Text after a row that isn't in a table any more.
    if (this.#row?.length === 0) this.#row = undefined;
  }

  endParagraph() {
    if (this.#state.isAside) return;
    if (this.#row) return this.#say(' ');
    this.#endTable();
    const text = this.#takeLine();
    if (this.#level === undefined || text === '') this.writer.add(text, { heading: this.#trail.path });
    else this.#trail.enter(this.#level + 1, text);
  }

  end() {
    this.#flushBytes();
    this.endRow();
    this.endParagraph();
    this.#endTable();
  }

  #endTable() {
    const { lines, columns } = tableText(this.#rows);
    this.writer.add(lines.join('\n'), { heading: this.#trail.path, columns });
    this.#rows = [];
  }

  #takeLine() {
    const text = this.#line
      .join('')
      .replace(/[^\S\n]+/g, ' ')
      .trim();
    this.#line = [];
    return text;
  }

  #say(text) {
    if (text !== '' && !this.#state.isAside) this.#line.push(text);
  }

  #flushBytes() {
    if (this.#bytes.length === 0) return;
    const text = (this.#state.decoder ?? this.#decoder)(Uint8Array.from(this.#bytes));
    this.#bytes = [];
    this.#say(text);
  }
}

const WORDS = {
  u: (reader, value) => reader.unicode(value ?? 0),
  uc: (reader, value) => reader.setUnicodeSkip(value),
  ansicpg: (reader, value) => reader.setCodePage(value),
  f: (reader, value) => reader.setFont(value),
  fcharset: (reader, value) => reader.setFontCharset(value),
  outlinelevel: (reader, value) => reader.setLevel(value),
  intbl: (reader) => reader.startRow(),
  cell: (reader) => reader.endCell(),
  row: (reader) => reader.endRow(),
  pard: (reader) => reader.plainParagraph(),
  par: (reader) => reader.endParagraph(),
  sect: (reader) => reader.endParagraph(),
  page: (reader) => reader.endParagraph(),
};

function decoderOf(page) {
  if (page === undefined || page === 1252 || page === 0) return windows1252;
  try {
    const decoder = new TextDecoder(CODE_PAGES[page] ?? `windows-${page}`);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return windows1252;
  }
}
