// Files that are small on the wire and large to whoever reads them, built by hand so that none lies in the repository.
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL = Buffer.from('PK\x01\x02\x14\x00', 'latin1');
const [DEFLATED, VERSION] = [8, 20];

/** A zip archive (APPNOTE.TXT 4.3) of `[name, content]`; equal contents are packed once. */
export function makeZip(parts) {
  const packedOf = new Map();
  const pieces = [];
  const table = [];
  let offset = 0;
  for (const [name, content] of parts) {
    if (!packedOf.has(content)) packedOf.set(content, deflateRawSync(content, { level: 9 }));
    const packed = packedOf.get(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(VERSION, 0);
    fields.writeUInt16LE(DEFLATED, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    table.push(CENTRAL, fields, place, Buffer.from(name));
    const local = [LOCAL, fields, Buffer.from(name), packed];
    pieces.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const directory = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, directory, end]);
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
