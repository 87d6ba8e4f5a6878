import { DOCX_MEDIA_TYPE } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { makeDocx, makeZip } from '../docx.fixture.js';
import { READER_LIMITS } from './reader-limits.js';
import { documentReader } from './document-reader.fixture.js';

const { parse } = documentReader();

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
