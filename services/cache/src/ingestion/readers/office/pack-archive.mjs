import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** An archive of parts that were checked, for a library that opens archives itself. */
export function packArchive(parts) {
  const archive = new yazl.ZipFile();
  for (const { name, content } of parts) archive.addBuffer(content, name, { compress: false });
  archive.end();
  return buffer(archive.outputStream);
}
