import { DOCX_MEDIA_TYPE } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from './media-type.policy.js';

describe('mediaTypeOf', () => {
  it.each([
    ['notes.TXT', Buffer.from('text'), 'text/plain'],
    ['notes.md', Buffer.from('# text'), 'text/markdown'],
    ['notes.txt', Buffer.from([0x66, 0xfc, 0x72]), 'text/plain'],
    ['notes.md', Buffer.from('\uFEFF# text', 'utf16le'), 'text/markdown'],
    ['page.html', Buffer.from('<p>text</p>'), 'text/html'],
    ['page.htm', Buffer.from([0x3c, 0x70, 0x3e, 0xfc]), 'text/html'],
    ['page.html', Buffer.from('\uFEFF<p>', 'utf16le'), 'text/html'],
    ['paper.pdf', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['paper.docx', Buffer.from('PK\x03\x04rest'), DOCX_MEDIA_TYPE],
    ['book.epub', Buffer.from('PK\x03\x04rest'), 'application/epub+zip'],
    ['prices.csv', Buffer.from('a;b'), 'text/csv'],
    ['mail.eml', Buffer.from('Subject: x\n\n%PDF-1.7'), 'message/rfc822'],
    ['scan.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'image/png'],
    ['scan.JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['scan.png', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['scan.webp', Buffer.from('RIFF....WEBP'), 'image/webp'],
    ['fax.tif', Buffer.from('MM\0*'), 'image/tiff'],
    ['fax.tiff', Buffer.from('II*\0'), 'image/tiff'],
    ['scan.bmp', Buffer.from('BM....\0\0\0\0'), 'image/bmp'],
    ['plan.txt', Buffer.from('BMW and others'), 'text/plain'],
    ['main.rs', Buffer.from('fn main() {}'), 'text/x-source-code'],
  ])('takes %s for what it is', (name, head, expected) => {
    expect(mediaTypeOf(name, head)).toBe(expected);
  });

  it('takes nothing binary for text', () => {
    expect(() => mediaTypeOf('x.txt', Buffer.from('a\0b'))).toThrow('is named .txt, but its content is binary');
  });

  it.each([
    ['scan.png', Buffer.from('text'), 'scan.png is named .png, but its content is no picture that can be read'],
    ['scan.png', Buffer.from('%PDF-1.7'), 'scan.png is named .png, but its content is no picture that can be read'],
    ['scan.pdf', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'scan.pdf is a picture, but named .pdf; name it .jpg'],
    ['scan.docx', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'scan.docx is a picture, but named .docx; name it .png'],
  ])('takes no picture for anything else: %s', (name, head, problem) => {
    expect(() => mediaTypeOf(name, head)).toThrow(problem);
  });

  it('names the kinds it takes', () => {
    expect(() => mediaTypeOf('x.doc', Buffer.from('x'))).toThrow(
      'only txt, md, html, pdf, docx, xlsx, pptx, odt, epub, rtf, eml, csv, tsv, json, png, jpg, webp, tiff, bmp or py can be read',
    );
  });
});
