import { parse } from 'parse5';
import PostalMime from 'postal-mime';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { writeBlocks } from '../html/html-blocks.mjs';
import { paragraphsOf } from '../text/lines.mjs';

/** A mail: who wrote when to whom, then its text, all under its subject. Attachments are named, not read. */
export async function read(bytes, limits) {
  if (bytes.length === 0) throw new Refusal('is empty; send a mail with text in it');
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 50, maxHeadersSize: 1024 * 1024 });
  assertMail(mail);
  const writer = new TextWriter(limits);
  const heading = mail.subject?.trim() || undefined;
  writer.add(headOf(mail).join('\n'), { heading });
  if (mail.text?.trim()) addText(writer, mail.text.replace(/\r\n?/g, '\n'), heading);
  else if (mail.html) writeBlocks(parse(mail.html), writer, heading);
  return writer.document();
}

function assertMail({ from, subject, date }) {
  if (!from && !subject && !date) throw new Refusal('has no sender, subject or date, so it is no mail (.eml); name it .txt if it is text');
}

function addText(writer, text, heading) {
  for (const { start, end } of paragraphsOf(text)) writer.add(text.slice(start, end), { heading });
}

function headOf({ from, to, cc, date, subject, attachments }) {
  const names = attachments.map(({ filename }) => filename).filter((name) => name);
  const lines = [
    ['From', addressOf(from)],
    ['To', (to ?? []).map(addressOf).join(', ')],
    ['Cc', (cc ?? []).map(addressOf).join(', ')],
    ['Date', date],
    ['Subject', subject],
    ['Attachments', names.join(', ')],
  ];
  return lines.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
}

function addressOf(from) {
  if (!from) return '';
  if (from.group) return `${from.name}: ${from.group.map(addressOf).join(', ')}`;
  return from.name && from.address ? `${from.name} <${from.address}>` : from.name || from.address || '';
}
