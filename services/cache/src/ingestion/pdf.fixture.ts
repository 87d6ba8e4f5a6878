import { deflateSync } from 'node:zlib';

/** A real PDF with one line of text each entry, built by hand so that the tests hold no binary. */
export function makePdf(pages: readonly (readonly string[])[]): Uint8Array {
  return writePdf(pages.map((lines) => `BT /F1 12 Tf 14 TL 72 720 Td ${lines.map((line) => `(${escaped(line)}) Tj T*`).join(' ')} ET`));
}

interface PlacedText {
  readonly x: number;
  /** Of the baseline, from the bottom of a page of 612 x 792. */
  readonly y: number;
  readonly size?: number;
  readonly text: string;
}

/** The same with each text at its place, on one page. */
export function makePlacedPdf(texts: readonly PlacedText[]): Uint8Array {
  return writePdf([texts.map(({ x, y, size = 12, text }) => `BT /F1 ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`).join('\n')]);
}

const escaped = (text: string): string => text.replace(/[()\\]/g, '\\$&');

/** @param pages what draws each */
function writePdf(pages: readonly string[]): Uint8Array {
  const objects: string[] = [];
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ');
  objects.push('<< /Type /Catalog /Pages 2 0 R >>');
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  pages.forEach((content, at) => {
    const resources = '/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 612 792]';
    objects.push(`<< /Type /Page /Parent 2 0 R ${resources} /Contents ${5 + at * 2} 0 R >>`);
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  });
  return Buffer.from(assembled(objects), 'latin1');
}

/** The file of these objects, the first of which is the catalogue. */
export function assembled(objects: readonly string[]): string {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  return `${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.lastIndexOf('xref\n')}\n%%EOF\n`;
}

/** A line in Japanese whose font is named only: what its codes stand for is told by a character map that every reader of PDFs knows. */
export function makeJapanesePdf(line: string): Uint8Array {
  const codes = [...line].map((char) => char.charCodeAt(0).toString(16).padStart(4, '0')).join('');
  const content = `BT /F1 16 Tf 60 500 Td <${codes}> Tj ET`;
  const font = '/BaseFont /HeiseiMin-W3';
  const system = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Type /Font /Subtype /Type0 ${font} /Encoding /UniJIS-UCS2-H /DescendantFonts [6 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType0 ${font} ${system} /FontDescriptor 7 0 R >>`,
    '<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 800 /Descent -200 /StemV 80 >>',
  ];
  return Buffer.from(assembled(objects), 'latin1');
}

/** A PDF of some 2 KB whose one page unpacks, twice, to 500 megabytes of spaces. */
export function makePdfBomb(): Uint8Array {
  const content = deflateSync(deflateSync(Buffer.alloc(500_000_000, ' '), { level: 1 }), { level: 9 });
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>';
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page];
  const head = objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join('');
  const stream = `4 0 obj\n<< /Length ${content.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`;
  const end = '\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n';
  return Buffer.concat([Buffer.from(`%PDF-1.4\n${head}${stream}`), content, Buffer.from(end)]);
}
