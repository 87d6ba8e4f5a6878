import { Refusal } from '../document/refusal.mjs';
import { byteOrderMarkOf, startsWith, windows1252 } from '../text/decode.mjs';

/** Where a page may name its character set, as the HTML standard says. */
const SNIFFED_BYTES = 1_024;

/** The text of a page: in the character set of its byte order mark, else that which it names, else UTF-8, else Windows-1252. */
export function decodeHtml(bytes) {
  if (bytes.length === 0) throw new Refusal('is empty; send a page with text in it');
  if (startsWith(bytes, '%PDF-')) throw new Refusal('is a PDF; send it with the media type application/pdf');
  const text = decode(bytes, byteOrderMarkOf(bytes) ?? namedIn(bytes));
  if (!text.includes('\0')) return text;
  throw new Refusal('holds zero bytes, so it is not an HTML page; send HTML, or name the media type that it has');
}

/** As the encoding standard has it: whoever names ASCII or Latin-1 means Windows-1252. */
const WESTERN = new Set(['windows-1252', 'iso-8859-1', 'latin1', 'us-ascii', 'ascii', 'cp1252', 'x-cp1252', 'iso_8859-1', 'iso8859-1']);

function decode(bytes, label) {
  if (WESTERN.has(label)) return windows1252(bytes);
  try {
    return decoderFor(label ?? 'utf-8').decode(bytes);
  } catch {
    // What browsers do with a page that names nothing.
    if (label === undefined) return windows1252(bytes);
    throw new Refusal(`is not written in the character set ${label} that it names; save it as UTF-8 and send it again`);
  }
}

function namedIn(bytes) {
  const head = Buffer.from(bytes.subarray(0, SNIFFED_BYTES)).toString('latin1');
  for (let at = head.toLowerCase().indexOf('<meta'); at !== -1; at = head.toLowerCase().indexOf('<meta', at + 5)) {
    const end = head.indexOf('>', at);
    const tag = head.slice(at, end === -1 ? undefined : end).toLowerCase();
    const label = /charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w-]{1,40})/.exec(tag)?.[1];
    if (label) return label;
  }
  return undefined;
}

/** A name that nobody knows counts as none. */
function decoderFor(label) {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}
