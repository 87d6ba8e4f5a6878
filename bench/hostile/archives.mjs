// Files that are small on the wire and large to whoever reads them, made so that none lies in the repository.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateSync } from 'node:zlib';

const { ZipFile } = createRequire(new URL('../../services/cache/package.json', import.meta.url))('yazl');

/** @param parts `[name, content]` */
export function makeZip(parts) {
  const archive = new ZipFile();
  for (const [name, content] of parts) archive.addBuffer(content, name, { compressionLevel: 9 });
  archive.end();
  return buffer(archive.outputStream);
}

/** The objects of a PDF from 1 on, the first its catalogue: a string, or `[fields, bytes]` for a stream. */
export function makePdf(objects) {
  const pieces = [Buffer.from('%PDF-1.4\n')];
  objects.forEach((object, at) => {
    const [fields, bytes] = Array.isArray(object) ? object : [];
    const body = bytes ? [`<< ${fields} /Length ${bytes.length} >>\nstream\n`, bytes, '\nendstream'] : [object];
    pieces.push(...[`${at + 1} 0 obj\n`, ...body, '\nendobj\n'].map((piece) => Buffer.from(piece)));
  });
  pieces.push(Buffer.from('trailer\n<< /Root 1 0 R >>\n%%EOF\n'));
  return Buffer.concat(pieces);
}

/** One page that these bytes draw, packed twice. */
export function makePackedTwice(content) {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>';
  const packed = deflateSync(deflateSync(content, { level: 1 }), { level: 9 });
  return makePdf([...TREE, page, ['/Filter [/FlateDecode /FlateDecode]', packed]]);
}

const TREE = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'];

/** Each page shows one picture of so many pixels, as scanners make them: `[fields, bytes]` of an image. */
export function makeScan(pages, { width, height, image: [fields, bytes] }) {
  const form = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 ${fields}`;
  const draws = Buffer.from('q 595 0 0 842 0 0 cm /I Do Q');
  const numbers = Array.from({ length: pages }, (_page, at) => 5 + at);
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 3 0 R >> >> >>';
  const kids = numbers.map((number) => `${number} 0 R`).join(' ');
  return makePdf([TREE[0], `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`, [form, bytes], ['', draws], ...numbers.map(() => page)]);
}

/** A PNG of one colour. */
export function makePng(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc(height * (1 + width * 3)), { level: 9 });
  const chunk = (type, data) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
