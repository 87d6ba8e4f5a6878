import type { QueryReply } from '@docmind/contracts';

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Columns as wide as their widest cell; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  const [heading = [], ...rest] = rows;
  return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...rest.map(line)].join('\n');
}

const EXCERPT_CHARS = 110;

/** The answer and where it comes from, as a person reads it. */
export function formatAnswer({ answer, sources, validation, cache }: QueryReply): string {
  const found = sources.map(({ documentName, page, excerpt }, index) => {
    const place = page === undefined ? documentName : `${documentName}, page ${page}`;
    return `  [${index + 1}] ${place}: ${shorten(excerpt)}`;
  });
  const how = {
    generated: 'written by the model; its numbers and names were found in the sources',
    extractive: "the passages themselves: the model's own answer did not agree with them",
    chat: 'written by the model alone, without documents: nothing checked it',
  }[validation.mode];
  return [
    answer.trim(),
    '',
    ...(found.length > 0 ? ['Sources:', ...found] : []),
    `Answer: ${how}`,
    `Cache:  ${cache.result}, ${cache.why}`,
  ].join('\n');
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= EXCERPT_CHARS ? line : `${line.slice(0, EXCERPT_CHARS - 3)}...`;
}
