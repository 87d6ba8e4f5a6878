import { describe, expect, it } from 'vitest';
import { DocumentReader } from './document-reader.js';
import { documentReader, readWith } from './document-reader.fixture.js';

const { parse } = documentReader();

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
        { text: 'Kind | Days\nDaily | 35', heading: 'Backups & restore > Retention', columns: 'Kind | Days', isHead: true },
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
      { text: 'Model | Job | EUR\nModel 3 | Tyre change | 120\nModel 3 | - Service', columns: 'Model | Job | EUR', isHead: true },
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
    const slow = new DocumentReader({ limits: { timeoutMs: 1 } });
    await expect(readWith(slow, 'text/html', '<table><b>'.repeat(20_000))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('took longer than 0.001 s'),
    });
  });
});
