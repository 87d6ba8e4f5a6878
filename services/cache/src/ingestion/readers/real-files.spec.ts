import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DOCUMENT_FORMATS, MEDIA_TYPES, type MediaType } from '@docmind/contracts';
import { loadImage } from '@napi-rs/canvas';
import { openSqlite, type SqliteConnection } from '@docmind/sqlite';
import { repositoryRoot } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParsedDocument, TextChunk } from '../documents/parsed-document.js';
import * as splitting from './splitting/splitting.policy.mjs';
import { unspacedLetter } from '@docmind/language';
import { DocumentReader } from '../reading/document-reader.js';
import { readBy } from '../reading/read-document.fixture.js';

const splitDocument = (document: ParsedDocument): TextChunk[] => splitting.splitDocument(document, unspacedLetter);

interface Fact {
  readonly file: string;
  readonly ask: string;
  readonly says: string;
  readonly heading?: string;
  readonly page?: number;
}

const root = repositoryRoot();
const facts = JSON.parse(readFileSync(join(root, 'test/formats/facts.json'), 'utf8')) as Fact[];
/** What is no file of the pack is one of an installed package. */
const pathOf = (file: string): string => join(root, file.includes('/') ? 'node_modules' : 'test/formats/files', file);
const FOUND_AMONG = 5;
/** In points, beyond the pages of all PDFs here. */
const PDF_PAGE = { width: 850, height: 850 };
function expectWithin([, , x = 0, y = 0, width = 0, height = 0]: readonly number[], sheet: typeof PDF_PAGE): void {
  for (const value of [x, y, width, height]) expect(value).toBeGreaterThan(0);
  expect(x + width).toBeLessThanOrEqual(sheet.width);
  expect(y + height).toBeLessThanOrEqual(sheet.height);
}

/** Whose text is the file's own. */
const TEXT: ReadonlySet<MediaType> = new Set([
  'text/plain',
  'text/markdown',
  'text/csv',
  'text/tab-separated-values',
  'text/x-source-code',
]);

function mediaTypeOf(file: string): MediaType {
  const ending = extname(file).slice(1);
  const found = MEDIA_TYPES.find((type) => DOCUMENT_FORMATS[type].endings.includes(ending));
  if (!found) throw new Error(`${file} is of no format that is read`);
  return found;
}

/** Full text as persistence indexes it, over all chunks of all files: the best chunks for any of the words. */
class TextIndex {
  private readonly chunks: { readonly file: string; readonly chunk: TextChunk }[] = [];

  constructor(private readonly connection: SqliteConnection) {
    connection.exec(`CREATE VIRTUAL TABLE chunks USING fts5 (heading, text, tokenize = 'porter unicode61 remove_diacritics 2')`);
  }

  add(file: string, chunk: TextChunk): void {
    this.chunks.push({ file, chunk });
    this.connection
      .prepare('INSERT INTO chunks (rowid, heading, text) VALUES (?, ?, ?)')
      .run(this.chunks.length, chunk.heading ?? '', chunk.text);
  }

  search(words: string): { readonly file: string; readonly chunk: TextChunk }[] {
    const query = (words.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"`).join(' OR ');
    const ids = this.connection.prepare('SELECT rowid FROM chunks WHERE chunks MATCH ? ORDER BY bm25(chunks) LIMIT ?').pluck();
    return (ids.all(query, FOUND_AMONG) as number[]).flatMap((id) => this.chunks[id - 1] ?? []);
  }
}

describe('real documents', () => {
  const reader = new DocumentReader();
  const documents = new Map<string, ParsedDocument>();
  let index: TextIndex;
  let connection: SqliteConnection;

  beforeAll(async () => {
    connection = openSqlite({
      path: ':memory:',
      settings: { path: 'PATH' },
      survives: 'a crash',
      busyTimeoutMs: 1,
      onUnreadable: 'refuse',
    });
    index = new TextIndex(connection);
    for (const { file } of facts) {
      const bytes = await readFile(pathOf(file));
      const document = await readBy(reader, { bytes, mediaType: mediaTypeOf(file), name: file }, new AbortController().signal);
      documents.set(file, document);
      for (const chunk of splitDocument(document)) index.add(file, chunk);
    }
  });
  afterAll(async () => {
    await reader.close();
    connection?.close();
  });

  it.each(facts)('$file says what it says, and is found by it', ({ file, ask, says, heading, page }) => {
    const place = { ...(heading ? { heading } : {}), ...(page ? { page } : {}) };
    const found = index.search(ask).find(({ file: from, chunk }) => from === file && chunk.text.includes(says));
    expect(found?.chunk).toMatchObject(place);
  });

  it.each([...new Set(facts.map(({ file }) => file))])('%s gives chunks that stand where they say', (file) => {
    const document = documents.get(file) as ParsedDocument;
    const chunks = splitDocument(document);
    expect(chunks.length).toBeGreaterThan(0);
    for (const { text, start, end } of chunks) expect(document.text.slice(start, end)).toBe(text);
  });

  it.each(facts.filter(({ file }) => TEXT.has(mediaTypeOf(file))))('$file is quoted from its own characters', ({ file, says }) => {
    const own = readFileSync(pathOf(file), 'utf8').replaceAll('\r\n', '\n');
    const chunk = splitDocument(documents.get(file) as ParsedDocument).find(({ text }) => text.includes(says));
    const start = (chunk?.start ?? 0) + (chunk?.text.indexOf(says) ?? 0);
    expect(own.slice(start, start + says.length)).toBe(says);
  });

  it.each(facts.filter(({ file }) => /\.(?:pdf|jpg|png)$/.test(file)))(
    '$file says where on its page it says $says',
    async ({ file, says }) => {
      const chunk = splitDocument(documents.get(file) as ParsedDocument).find(({ text }) => text.includes(says));
      const start = chunk?.text.indexOf(says) ?? 0;
      const lines = (chunk?.lines ?? []).filter(([from = 0, to = 0]) => from < start + says.length && to > start);
      const boxed = lines.map(([from, to]) => chunk?.text.slice(from, to)).join(' ');
      for (const word of says.split(' ')) expect(boxed).toContain(word);
      const sheet = file.endsWith('.pdf') ? PDF_PAGE : await loadImage(pathOf(file));
      for (const line of lines) expectWithin(line, sheet);
    },
  );

  it('are of every format that is read, three or more of each', () => {
    const kindOf = (type: MediaType): string => (type.startsWith('image/') ? 'pictures' : type);
    const counts = new Map(MEDIA_TYPES.map((type) => [kindOf(type), 0]));
    for (const kind of facts.map(({ file }) => kindOf(mediaTypeOf(file)))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count < 3)).toEqual([]);
  });
});
