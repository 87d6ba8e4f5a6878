import { StringDecoder } from 'node:string_decoder';
import { AppError } from '@docmind/errors';

/** The lines of a stream of UTF-8. @throws AppError INVALID_ARGUMENT when one is longer than `maxChars` */
export async function* linesOf(source: AsyncIterable<Buffer | string>, maxChars: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxChars) throw new AppError('INVALID_ARGUMENT', `A line is longer than ${maxChars} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
