import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '@docmind/errors';
import { inOrder, type RequestLine, requestLine } from './request-lines.policy.js';
import { say } from '../terminal.js';

export interface LogsOptions {
  /** Its id, or that of its trace. */
  readonly request: string;
}

/** A request whose lines are more is a loop, and nobody reads them. */
const MOST_LINES = 10_000;

/**
 * Prints the lines of one request out of logs of any shape, in the order of their times.
 * @param files `-` is stdin; so is none
 * @throws AppError NOT_FOUND where no line has it
 */
export async function showRequest(files: readonly string[], { request }: LogsOptions): Promise<void> {
  const found: RequestLine[] = [];
  for (const file of files.length > 0 ? files : ['-'])
    for await (const line of linesOf(file)) {
      const own = requestLine(line, request);
      if (own !== undefined && found.length < MOST_LINES) found.push(own);
    }
  if (found.length === 0)
    throw new AppError('NOT_FOUND', `No line has the request ${request}. With LOG_LEVEL=debug each service writes one for what it does`);
  for (const { text } of inOrder(found)) say(text);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (cause) {
    throw new AppError('INVALID_ARGUMENT', `${file} cannot be read (${(cause as { code?: string }).code}); name a log, or - for stdin`, {
      cause,
    });
  }
}
