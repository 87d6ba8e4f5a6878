import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/**
 * A zip archive of one member, written while it is read: no more of the content is held than streams buffer. A reader who leaves ends the
 * content, and content that fails ends the archive.
 */
export function zipOf(name: string, content: AsyncIterable<string>): Readable {
  const source = Readable.from(content, { objectMode: false });
  const zip = new ZipFile();
  // yazl's types name the least that it is: a PassThrough.
  const archive = zip.outputStream as Readable;
  source.on('error', (error) => archive.destroy(error));
  archive.on('close', () => source.destroy());
  zip.addReadStream(source, name);
  zip.end();
  return archive;
}
