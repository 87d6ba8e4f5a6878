import { DOCX_MEDIA_TYPE, type MediaType, ODT_MEDIA_TYPE, PPTX_MEDIA_TYPE, XLSX_MEDIA_TYPE } from '@docmind/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { makeDocx, makeZip } from '../docx.fixture.js';
import { makePdf, makePlacedPdf } from '../pdf.fixture.js';
import { DocumentReader } from './document-reader.js';
import { READER_LIMITS } from './reader-limits.js';

const reader = new DocumentReader();
afterAll(() => reader.close());
const idle = new AbortController().signal;
const readWith = async (by: DocumentReader, mediaType: MediaType, given: Uint8Array | string) => {
  const bytes = typeof given === 'string' ? Buffer.from(given) : given;
  const { pages, text, blocks } = await by.parse({ bytes, mediaType, name: 'file' }, idle);
  return { pages, blocks: blocks.map(({ start, end, ...place }) => ({ text: text.slice(start, end), ...place })) };
};
/** Each block with its text, in place of where it stands. */
const parse = (mediaType: MediaType, bytes: Uint8Array | string) => readWith(reader, mediaType, bytes);

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

describe('PDF', () => {
  it('reads the text of each page', async () => {
    const bytes = makePdf([['Daily snapshots are kept for 35 days.'], ['Weekly snapshots (full) are kept for', 'a year.']]);
    expect(await parse('application/pdf', bytes)).toMatchObject({
      pages: 2,
      blocks: [
        { text: 'Daily snapshots are kept for 35 days.', page: 1 },
        { text: 'Weekly snapshots (full) are kept for a year.', page: 2 },
      ],
    });
  });

  it('says where each line stands: from the top left corner, in points', async () => {
    const { text, blocks } = await reader.parse(
      { bytes: makePdf([['First', 'second line']]), mediaType: 'application/pdf', name: 'file' },
      idle,
    );
    expect(text).toBe('First second line');
    // The page is 792 high; type of 12 stands on 720 and, a line of 14 lower, on 706.
    expect(blocks[0]?.lines?.map((line) => line.map(Math.round))).toEqual([
      [0, 5, 72, 62, expect.closeTo(24, -1), 12],
      [6, 17, 72, 76, expect.closeTo(60, -1), 12],
    ]);
  });

  it('reads columns one after the other, larger type as headings, and joins words that a line parted', async () => {
    const column = (x: number, words: string) =>
      Array.from({ length: 6 }, (_, at) => ({ x, y: 660 - at * 14, text: `${words} ${at} of a line` }));
    const lines = [
      { x: 72, y: 720, size: 20, text: 'Back-up plan' },
      ...column(72, 'Left side has line').flatMap((line, at) => [line, column(320, 'Right side has line')[at] as typeof line]),
      { x: 72, y: 576, text: 'A snap-' },
      { x: 72, y: 562, text: 'shot is well-' },
      { x: 72, y: 548, text: 'known; well-known it is.' },
    ];
    const { text, blocks } = await reader.parse({ bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(new Set(blocks.map(({ heading }) => heading))).toEqual(new Set(['Back-up plan']));
    expect(text).toContain('Left side has line 4 of a line Left side has line 5 of a line');
    expect(text).toContain('Right side has line 0 of a line Right side has line 1 of a line');
    expect(text).toContain('A snapshot is well-known; well-known it is.');
  });

  it('reads a table row by row', async () => {
    const row = (y: number, cells: string[]) => cells.map((text, at) => ({ x: 72 + at * 120, y, text }));
    const lines = [
      ...row(700, ['Model', 'Tyre', 'Service']),
      ...row(686, ['Model 3', '120', '340']),
      ...row(672, ['Model Y', '140', '360']),
    ];
    const { text } = await reader.parse({ bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(text).toBe('Model | Tyre | Service\nModel 3 | 120 | 340\nModel Y | 140 | 360');
  });

  it('leaves the sender its bytes', async () => {
    const bytes = makePdf([['text']]);
    const before = Buffer.from(bytes);
    await parse('application/pdf', bytes);
    expect(Buffer.from(bytes)).toEqual(before);
  });

  it.each([
    [new Uint8Array(), /is empty/],
    [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]), /not a PDF: it has no %PDF- header/],
    [Buffer.from('%PDF-1.7\nrubbish'), /damaged PDF.*export it anew/],
    [makePdf([[]]), /no text layer.*OCR/],
  ])('refuses %#', async (bytes, why) => {
    await expect(parse('application/pdf', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it('refuses more pages than it reads', async () => {
    await expect(parse('application/pdf', makePdf(Array.from({ length: 2_001 }, () => ['x'])))).rejects.toThrow(/2001 pages; at most 2000/);
  });

  it('stops when the caller leaves', async () => {
    const leaving = new AbortController();
    const reading = reader.parse({ bytes: makePdf([['text']]), mediaType: 'application/pdf', name: 'file' }, leaving.signal);
    leaving.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('HTML', () => {
  it('reads what a reader sees, each block under its headings', async () => {
    const page = `<!doctype html><html><head><title>Not shown</title><style>p { color: red }</style></head><body>
      <nav><a href="/">Home</a></nav>
      <h1>Backups &amp; restore</h1><p>Taken   every
      <b>night</b>.</p>
      <h2>Retention</h2>
      <ul><li>Daily: 35 days</li><li>Weekly: a <a href="https://example.org">year</a></li></ul>
      <table><tr><th>Kind</th><th>Days</th></tr><tr><td>Daily</td><td>35</td></tr></table>
      <pre>run --now
  twice</pre><script>alert('no')</script><p hidden>secret</p>
      <h2>Restore</h2><div>Takes<br>an hour.</div><img src="x.png" alt="A diagram">
    </body></html>`;
    expect(await parse('text/html', page)).toEqual({
      pages: 0,
      blocks: [
        { text: 'Taken every night.', heading: 'Backups & restore' },
        { text: '- Daily: 35 days\n- Weekly: a year', heading: 'Backups & restore > Retention' },
        { text: 'Kind | Days\nDaily | 35', heading: 'Backups & restore > Retention', columns: 'Kind | Days' },
        { text: 'run --now\n  twice', heading: 'Backups & restore > Retention' },
        { text: 'Takes\nan hour.', heading: 'Backups & restore > Restore' },
        { text: 'A diagram', heading: 'Backups & restore > Restore' },
      ],
    });
  });

  it.each([
    ['windows-1252', Buffer.concat([Buffer.from('<meta charset="windows-1252"><p>Gr'), Buffer.from([0xfc]), Buffer.from('n</p>')])],
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFF<p>Gr\u00fcn</p>', 'utf16le')],
    ['UTF-8 though it names what nobody knows', Buffer.from('<meta charset="x-nobody"><p>Gr\u00fcn</p>')],
  ])('reads a page in %s', async (_name, bytes) => {
    expect((await parse('text/html', bytes)).blocks).toEqual([{ text: 'Gr\u00fcn' }]);
  });

  it.each([
    [new Uint8Array(), /is empty/],
    [Buffer.from('%PDF-1.4'), /media type application\/pdf/],
    [Buffer.from([...Buffer.from('<meta charset="utf-8"><p>'), 0xfc]), /not written in the character set utf-8/],
    [Buffer.from('<p>a\0b</p>'), /zero bytes/],
    [Buffer.from('<div id="app"></div><script>render()</script>'), /shows no text.*script/],
  ])('refuses %#', async (bytes, why) => {
    await expect(parse('text/html', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it('keeps the rows of a table whose cells hold paragraphs, and says a cell again in each row that it spans', async () => {
    const page = `<table><thead><tr><th>Model</th><th>Job</th><th>EUR</th></tr></thead><tbody>
      <tr><td rowspan="2"><p>Model 3</p></td><td><p>Tyre</p><p>change</p></td><td><p>120</p></td></tr>
      <tr><td><ul><li>Service</li></ul></td><td></td></tr></tbody></table><p>All with VAT.</p>`;
    expect((await parse('text/html', page)).blocks).toEqual([
      { text: 'Model | Job | EUR\nModel 3 | Tyre change | 120\nModel 3 | - Service', columns: 'Model | Job | EUR' },
      { text: 'All with VAT.' },
    ]);
  });

  it('reads a table that lays out a page as the page', async () => {
    const page = '<table><tr><td>Menu</td><td><h1>Backups</h1><p>Taken nightly.</p><p>Kept.</p></td></tr></table>';
    expect((await parse('text/html', page)).blocks).toEqual([
      { text: 'Menu' },
      { text: 'Taken nightly.', heading: 'Backups' },
      { text: 'Kept.', heading: 'Backups' },
    ]);
  });

  it.each(['display: none', 'font-size:0', 'font-size: 1px;color:red', 'visibility:hidden', 'opacity:0'])(
    'leaves out what the style "%s" hides',
    async (style) => {
      expect((await parse('text/html', `<p>seen</p><p style="${style}">unseen</p><p style="font-size:1em">too</p>`)).blocks).toEqual([
        { text: 'seen' },
        { text: 'too' },
      ]);
    },
  );

  it('reads a page that nests deeper than any stack', async () => {
    expect((await parse('text/html', `${'<div>'.repeat(50_000)}deep`)).blocks).toEqual([{ text: 'deep' }]);
  });

  it('gives up on a page that takes too long, and ends its thread', async () => {
    const slow = new DocumentReader({ timeoutMs: 1 });
    await expect(readWith(slow, 'text/html', '<table><b>'.repeat(20_000))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('took longer than 0.001 s'),
    });
  });
});

describe('Word documents', () => {
  it('reads paragraphs under their headings', async () => {
    const bytes = makeDocx([
      { text: 'Handbook', style: 'Title' },
      { text: 'Retention', style: 'Heading1' },
      { text: 'Daily snapshots are kept for 35 days &amp; nights.' },
      { text: 'Weekly', style: 'Heading2' },
      { text: 'A year.' },
    ]);
    expect(await parse(DOCX_MEDIA_TYPE, bytes)).toEqual({
      pages: 0,
      blocks: [
        { text: 'Daily snapshots are kept for 35 days & nights.', heading: 'Retention' },
        { text: 'A year.', heading: 'Retention > Weekly' },
      ],
    });
  });

  it.each([
    ['no bytes', new Uint8Array(), /is empty/],
    ['another format', Buffer.from('plain text'), /not a Word document/],
    ['the old format', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), /old \.doc file or protected/],
    ['another archive', makeZip([{ name: 'a.txt', content: Buffer.from('a') }]), /no word\/document\.xml/],
    ['a cut archive', makeDocx([{ text: 'a' }]).subarray(0, 300), /damaged Word document/],
    ['broken XML', makeZip([{ name: 'word/document.xml', content: Buffer.from('<w:document><') }]), /damaged Word document/],
    ['no text', makeDocx([]), /holds no text/],
  ])('refuses %s', async (_name, bytes, why) => {
    await expect(parse(DOCX_MEDIA_TYPE, bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it.each([
    ['says so', undefined],
    ['says that it is small', 1_000],
  ])('refuses an archive that unpacks to far more than its size and %s', async (_name, claimedBytes) => {
    const content = Buffer.alloc(20_000_000, 'a');
    const bomb = makeDocx([{ text: 'a' }], [{ name: 'word/media/a.xml', content, ...(claimedBytes ? { claimedBytes } : {}) }]);
    expect(bomb.byteLength).toBeLessThan(50_000);
    await expect(parse(DOCX_MEDIA_TYPE, bomb)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/100 times its size|damaged Word document \(too many bytes/),
    });
  });

  it('refuses an archive of more parts than any document has', async () => {
    const parts = Array.from({ length: READER_LIMITS.maxParts }, (_, at) => ({ name: `p${at}`, content: new Uint8Array() }));
    await expect(parse(DOCX_MEDIA_TYPE, makeDocx([{ text: 'a' }], parts))).rejects.toThrow(/more than 5000 parts/);
  });
});

describe('equations of Word', () => {
  it('are text in their sentence', async () => {
    const run = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
    const power = `<m:sSup><m:e>${run('c')}</m:e><m:sup>${run('2')}</m:sup></m:sSup>`;
    const fraction = `<m:f><m:num>${run('a+b')}</m:num><m:den>${run('n')}</m:den></m:f>`;
    const equation = `</w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${run('E=m')}${power}${run('+')}${fraction}</m:oMath><w:r><w:t>`;
    expect((await parse(DOCX_MEDIA_TYPE, makeDocx([{ text: `Energy ${equation} is kept.` }]))).blocks).toEqual([
      { text: 'Energy E=mc^2+(a+b)/n is kept.' },
    ]);
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

  it('gives code the names of what it stands in', async () => {
    const code = '# Opens doors.\nclass Door:\n    size = 1\n\n    def open(self):\n        return True\n\n\ndef close():\n    pass\n';
    expect((await parse('text/x-source-code', code)).blocks).toEqual([
      { text: '# Opens doors.\nclass Door:\n    size = 1', heading: 'Door' },
      { text: 'def open(self):\n        return True', heading: 'Door > open' },
      { text: 'def close():\n    pass', heading: 'close' },
    ]);
  });
});
