// A quote is opened where its answer says that it stands: one real file of each format (test/formats).
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { documentPassagesSchema, type SentenceCheck } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import type { Door } from './door.js';

const QUESTIONS: readonly (readonly [file: string, question: string])[] = [
  ['test/formats/files/61787.docx', 'How many words should the essay have?'],
  ['test/formats/files/56278.xlsx', 'What is the market rate of overnight LIBOR?'],
  ['test/formats/files/testMSChart-govdocs-428996.pptx', 'How much has subcontract money out the door dropped since 2002?'],
  ['test/formats/files/testOpenOffice2.odt', 'What is a sample Open Office document written in?'],
  ['test/formats/files/testEPUB_xml_ext.epub', 'Who slipped quickly through the glass doors of Victory Mansions?'],
  ['test/formats/files/testRTFHyperlink.rtf', 'What does Cached Exchange Mode do if you use Microsoft Exchange Server?'],
  ['test/formats/files/testThunderbirdEml.eml', 'What does the mail to dear Vladimir say?'],
  ['test/formats/files/stocks.csv', 'What was the price of GOOG on Aug 1 2004?'],
  ['test/formats/files/unemployment.tsv', 'What is the rate of 41001?'],
  ['test/formats/files/us-state-capitals.json', 'What is the city of Ohio?'],
  ['test/formats/files/boilerplate.html', 'What is the real meat of the page?'],
  ['test/formats/files/testPDF.pdf', 'When was the Apache Tika project formally started?'],
  ['test/formats/files/typewriter.png', 'Hoeveel kopjes melk?'],
  ['node_modules/postal-mime/README.md', 'Who is PostalMime developed by?'],
  ['node_modules/fastify/lib/reply.js', 'What does reply redirect need?'],
  ['node_modules/prebuild-install/help.txt', 'What does --force do?'],
];
type Support = NonNullable<SentenceCheck['support']>;

/** Whose text is the file's own, its lines ending in one line feed. */
const OWN_TEXT = /\.(?:csv|tsv|md|js|txt)$/;
const DRAWN = /\.(?:pdf|png)$/;

export function describeQuotes(door: () => Door): void {
  describe('a quote', () => {
    it.each(QUESTIONS)('of %s stands where the answer says', async (path, question) => {
      const bytes = readFileSync(join(repositoryRoot(), path));
      const name = basename(path);
      expect((await door().send(name, bytes)).status).toBe(201);
      const { validation } = await door().ask(question, { documents: [name], cache: 'bypass' });
      expect(validation.grounded).toBe(true);
      for (const { support } of validation.sentences) await open(door(), support, bytes);
    });
  });
}

async function open(door: Door, support: Support | undefined, bytes: Buffer): Promise<void> {
  if (support === undefined) throw new Error('a sentence of a grounded answer rests on nothing');
  const { documentId, documentName, chunkId, quote, start, end, documentStart, documentEnd } = support;
  const reply = await door.get(`/documents/${documentId}/passages?limit=1000`);
  const passage = documentPassagesSchema.parse(await reply.json()).passages.find((one) => one.chunkId === chunkId);
  expect(passage?.text.slice(start, end)).toBe(quote);
  expect(documentStart).toBe((passage?.place?.start ?? Number.NaN) + start);
  if (OWN_TEXT.test(documentName)) expect(bytes.toString().replaceAll('\r\n', '\n').slice(documentStart, documentEnd)).toBe(quote);
  if (DRAWN.test(documentName)) expectBoxes(support);
}

function expectBoxes({ boxes = [] }: Support): void {
  expect(boxes.length).toBeGreaterThan(0);
  for (const { width, height } of boxes) expect([width > 0, height > 0]).toEqual([true, true]);
}
