// The lines of a log that belong to one request, in whatever form the log came: JSON or for a terminal, alone or behind a container's name.

export interface RequestLine {
  /** As a number, to be put in order; undefined where the line has a time of day only. */
  readonly at: number | undefined;
  readonly text: string;
}

/** @param id of the request, as the caller got it in `x-request-id`, or of its trace */
export function requestLine(line: string, id: string): RequestLine | undefined {
  if (!line.includes(id)) return undefined;
  const facts = jsonIn(line);
  if (facts === undefined) return namesRequest(line, id) ? { at: undefined, text: line } : undefined;
  if (facts.requestId !== id && facts.trace_id !== id) return undefined;
  const at = Date.parse(String(facts.time));
  return { at: Number.isNaN(at) ? undefined : at, text: readable(facts) };
}

/** By their times, where they have any; those of one moment stay as they came. */
export function inOrder(lines: readonly RequestLine[]): RequestLine[] {
  if (lines.some(({ at }) => at === undefined)) return [...lines];
  return [...lines].sort((left, right) => (left.at ?? 0) - (right.at ?? 0));
}

function jsonIn(line: string): Readonly<Record<string, unknown>> | undefined {
  const start = line.indexOf('{"');
  if (start < 0 || !line.trimEnd().endsWith('}')) return undefined;
  try {
    return JSON.parse(line.slice(start)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** `requestId=ID` among the facts of a line, and no longer id that begins alike. */
function namesRequest(line: string, id: string): boolean {
  return line.split(' ').some((word) => word === `requestId=${id}` || word === `trace_id=${id}`);
}

/** As a terminal shows it; the two ids are the same in each line, so they are left out. */
function readable({
  time,
  level,
  service,
  msg,
  stack,
  requestId: _request,
  trace_id: _trace,
  ...facts
}: Readonly<Record<string, unknown>>): string {
  const rest = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const line = [String(time), String(level), `${String(service)}:`, String(msg), ...rest].join(' ');
  return typeof stack === 'string' ? `${line}\n${stack}` : line;
}
