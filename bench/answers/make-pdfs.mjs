// Sets the texts of pdf-sources/ as PDFs into documents/. Run it after a change of a text; the spec notices when that was forgotten.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = new URL('pdf-sources/', import.meta.url);
const documents = new URL('documents/', import.meta.url);

const PAGE = { width: 595, height: 842, left: 56, top: 780, bottom: 60 };
const TEXT_WIDTH = PAGE.width - 2 * PAGE.left;
const STYLES = {
  title: { font: 'F2', size: 16, lead: 26, columns: 50 },
  heading: { font: 'F2', size: 11, lead: 20, columns: 80 },
  text: { font: 'F1', size: 10, lead: 14, columns: 94 },
  row: { font: 'F1', size: 9, lead: 14 },
  gap: { lead: 7 },
};

export const pdfSources = () =>
  readdirSync(sources)
    .sort()
    .map((file) => ({ name: file.replace(/\.txt$/, '.pdf'), text: readFileSync(new URL(file, sources), 'utf8') }));

/** One A4 page after the other, in Helvetica; the same text gives the same bytes. `#` and `##` are headings, lines that begin with `|` rows. */
export function makePdf(text) {
  const pages = paginate(linesOf(text));
  const fonts = ['Helvetica', 'Helvetica-Bold'].map(
    (name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
  );
  const first = 3 + fonts.length;
  const kids = pages.map((_page, n) => `${first + 2 * n} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    ...fonts,
    ...pages.flatMap((content, n) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] ` +
        `/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${first + 2 * n + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  return fileOf(objects);
}

function linesOf(text) {
  const lines = text.trim().split('\n');
  return lines.flatMap((line, n) => {
    if (line.startsWith('# ')) return wrap(line.slice(2), 'title');
    if (line.startsWith('## ')) return wrap(line.slice(3), 'heading');
    if (line.startsWith('|')) return [{ style: 'row', pieces: placed(line, tableAround(lines, n)) }];
    return line === '' ? [{ style: 'gap', pieces: [] }] : wrap(line, 'text');
  });
}

function wrap(text, style) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= STYLES[style].columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ({ style, pieces: [{ x: PAGE.left, text: line }] }));
}

const cellsOf = (row) =>
  row
    .slice(1, row.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

function tableAround(lines, at) {
  const isRow = (n) => lines[n]?.startsWith('|');
  let [from, to] = [at, at];
  while (isRow(from - 1)) from--;
  while (isRow(to + 1)) to++;
  return lines.slice(from, to + 1).map(cellsOf);
}

/** Columns are as wide as their longest cell, in proportion. */
function placed(row, table) {
  const widths = table[0].map((_cell, column) => 3 + Math.max(...table.map((cells) => cells[column].length)));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const scale = Math.min(TEXT_WIDTH / total, 5.5);
  let x = PAGE.left;
  return cellsOf(row).map((text, column) => {
    const piece = { x: Math.round(x), text };
    x += widths[column] * scale;
    return piece;
  });
}

function paginate(lines) {
  const pages = [[]];
  let y = PAGE.top;
  for (const { style, pieces } of lines) {
    const { font, size, lead } = STYLES[style];
    y -= lead;
    if (y < PAGE.bottom) {
      pages.push([]);
      y = PAGE.top - lead;
    }
    for (const { x, text } of pieces) pages[pages.length - 1].push(`BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${winAnsi(text)}) Tj ET`);
  }
  return pages.map((page) => page.join('\n'));
}

/** @throws Error naming a character that the standard fonts of PDF don't have */
function winAnsi(text) {
  return [...text]
    .map((char) => {
      const code = char === '€' ? 0x80 : char.codePointAt(0);
      if (code > 0xff) throw new Error(`WinAnsi has no "${char}"`);
      if ('()\\'.includes(char)) return `\\${char}`;
      return code < 0x80 ? char : `\\${code.toString(8)}`;
    })
    .join('');
}

function fileOf(objects) {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, text } of pdfSources()) writeFileSync(new URL(name, documents), makePdf(text));
}
