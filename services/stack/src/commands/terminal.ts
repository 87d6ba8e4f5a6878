import type { Citation, Gate, QueryReply, Validation } from '@docmind/contracts';

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** For a person to see, not for a program that reads the output. */
export function warn(line: string): void {
  process.stderr.write(`warning: ${line}\n`);
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

const HOW: Readonly<Record<Validation['mode'], string>> = {
  generated: 'written by the model; each sentence was found in the sources',
  extractive: "the passages themselves: the model's own answer did not hold",
  refused: 'none: no passage was believed to answer this',
  listing: 'read from the list of documents',
  chat: 'written by the model alone, without documents: nothing checked it',
};

function listed(heading: string, citations: readonly Citation[]): string[] {
  const lines = citations.map(({ documentName, page, excerpt }, index) => {
    const place = page === undefined ? documentName : `${documentName}, page ${page}`;
    return `  [${index + 1}] ${place}: ${shorten(excerpt)}`;
  });
  return lines.length > 0 ? [heading, ...lines] : [];
}

/** The answer and where it comes from, as a person reads it. */
export function formatAnswer({ answer, sources, nearest, validation, cache, degraded }: QueryReply): string {
  return [
    answer.trim(),
    '',
    ...listed('Sources:', sources),
    ...listed('What comes nearest (it does not answer the question):', nearest),
    `Answer: ${madeHow(validation.mode, degraded)}`,
    ...degraded.map(({ agent, reason }) => `Failed: ${agent}, ${reason}`),
    `Cache:  ${cache.result}, ${cache.why}`,
  ].join('\n');
}

/** Without the model's answer nothing was held against the sources. */
function madeHow(mode: Validation['mode'], degraded: QueryReply['degraded']): string {
  const isWithoutModel = degraded.some(({ agent }) => agent === 'result_synthesizer');
  return mode === 'extractive' && isWithoutModel ? 'the passages themselves: the model wrote none' : HOW[mode];
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

const BOUNDS = { above: '>', below: '<', atLeast: '>=', atMost: '<=' } as const;

export function targetText({ target, unit }: Pick<Gate, 'target' | 'unit'>): string {
  const sides = Object.entries(BOUNDS).flatMap(([bound, sign]) => {
    const value = target[bound as keyof typeof BOUNDS];
    return value === undefined ? [] : [`${sign} ${withUnit(value, unit)}`];
  });
  return sides.join(', ');
}

export function figureText({ value, unit }: Pick<Gate, 'value' | 'unit'>): string {
  return value === null ? '' : withUnit(value, unit);
}

function withUnit(value: number, unit: Gate['unit']): string {
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${Number((value * 1_000).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`;
    case 'bytes':
      return `${Number((value / 1e6).toPrecision(4))} MB`;
    case 'ratio':
      return `${Number((value * 100).toPrecision(4))} %`;
    case 'tokens/s':
    case 'count':
      return `${Number(value.toPrecision(3))}${unit === 'count' ? '' : ' tokens/s'}`;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= EXCERPT_CHARS ? line : `${line.slice(0, EXCERPT_CHARS - 3)}...`;
}
