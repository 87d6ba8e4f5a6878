import { ODT_MEDIA_TYPE, PPTX_MEDIA_TYPE, XLSX_MEDIA_TYPE } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { makeZip } from '../docx.fixture.js';
import { documentReader } from './document-reader.fixture.js';

const { parse } = documentReader();

describe('plain text', () => {
  it('parts paragraphs and takes a byte order mark and Windows line ends', async () => {
    expect(await parse('text/plain', '\uFEFFone\r\nstill one\r\n\r\n  two  \n\n\n')).toEqual({
      pages: 0,
      blocks: [{ text: 'one\nstill one' }, { text: 'two' }],
    });
  });

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFFGr\u00fcn', 'utf16le')],
    ['UTF-16 in the other order', Buffer.from('\uFEFFGr\u00fcn', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('Gr\u00fcn', 'latin1')],
  ])('reads %s', async (_name, bytes) => {
    expect((await parse('text/plain', bytes)).blocks).toEqual([{ text: 'Gr\u00fcn' }]);
  });

  it('reads what Windows-1252 has beyond Latin-1', async () => {
    const bytes = Buffer.concat([Buffer.from([0x80]), Buffer.from(' 35 a year '), Buffer.from([0x96]), Buffer.from(' in all')]);
    expect((await parse('text/plain', bytes)).blocks).toEqual([{ text: '\u20ac 35 a year \u2013 in all' }]);
  });

  it.each([
    [new Uint8Array(), /is empty/],
    [Buffer.from(' \n\t'), /only white space/],
    [Buffer.from('\u65e5\u672c\u8a9e \u0442\u0435\u043a\u0441\u0442').map((byte) => byte | 0x80), /neither UTF-8 nor Windows-1252/],
    [Buffer.from('a\0b'), /zero bytes/],
    [Buffer.from('%PDF-1.4 ...'), /media type application\/pdf/],
  ])('refuses %j', async (bytes, why) => {
    await expect(parse('text/plain', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });
});

describe('markdown', () => {
  it('gives each block the headings above it', async () => {
    const text = '---\ntitle: x\n---\nintro\n\n# Backups\n\n## Retention ##\nDaily: 35 days\n\n- a\n- b\n\n# **Restore**\ntext\n';
    expect((await parse('text/markdown', text)).blocks).toEqual([
      { text: 'intro' },
      { text: 'Daily: 35 days', heading: 'Backups > Retention' },
      { text: '- a\n- b', heading: 'Backups > Retention' },
      { text: 'text', heading: 'Restore' },
    ]);
  });

  it('leaves code whole: a # in a fence is no heading, nor is a shorter fence its end', async () => {
    const code = '````sh\n# not a heading\n\n```\nstill code\n````';
    expect((await parse('text/markdown', `# Run\n${code}\nafter`)).blocks).toEqual([{ text: `${code}\nafter`, heading: 'Run' }]);
  });

  it('refuses headings without text', async () => {
    await expect(parse('text/markdown', '# Only\n## headings\n')).rejects.toThrow(/no text below them/);
  });
});

describe('other formats', () => {
  it.each([
    [XLSX_MEDIA_TYPE, 'xl/workbook.xml', /no Excel workbook/],
    [PPTX_MEDIA_TYPE, 'ppt/presentation.xml', /no PowerPoint presentation/],
    [ODT_MEDIA_TYPE, 'content.xml', /no OpenDocument text/],
    ['application/epub+zip', 'META-INF/container.xml', /no EPUB book/],
  ] as const)('refuses an archive that is no %s', async (mediaType, part, why) => {
    const other = makeZip([{ name: 'other.xml', content: Buffer.from('<a/>') }]);
    await expect(parse(mediaType, other)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
    const broken = makeZip([{ name: part, content: Buffer.from('<a') }]);
    await expect(parse(mediaType, broken)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it.each([
    ['application/rtf', 'plain', /no rich text/],
    ['application/json', '{"a":', /is not JSON/],
    ['application/json', '['.repeat(300) + ']'.repeat(300), /nests deeper|no value/],
    ['message/rfc822', 'hello', /no mail/],
  ] as const)('refuses as %s what is none: %s', async (mediaType, text, why) => {
    await expect(parse(mediaType, text)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it('reads a list of records as a table under the names of their values', async () => {
    const text = JSON.stringify({
      prices: [{ price: 120, job: 'Tyre  change | balance' }, { job: 'Service', price: 340, note: null }, { price: 5 }],
    });
    expect((await parse('application/json', text)).blocks).toEqual([
      {
        text: 'job | price | note\nTyre change \\| balance | 120\nService | 340\n| 5',
        heading: 'prices',
        columns: 'job | price | note',
        isHead: true,
      },
    ]);
  });

  it('reads records that have little in common a line each', async () => {
    const text = JSON.stringify([{ job: 'Service' }, { price: 5, currency: 'EUR' }]);
    expect((await parse('application/json', text)).blocks).toEqual([{ text: 'job: Service\nprice: 5, currency: EUR' }]);
  });

  it('gives code the names of what it stands in', async () => {
    const code = '# Opens doors.\nclass Door:\n    size = 1\n\n    def open(self):\n        return True\n\n\ndef close():\n    pass\n';
    expect((await parse('text/x-source-code', code)).blocks).toEqual([
      { text: '# Opens doors.\nclass Door:\n    size = 1', heading: 'Door' },
      { text: 'def open(self):\n        return True', heading: 'Door > open' },
      { text: 'def close():\n    pass', heading: 'close' },
    ]);
  });
});
