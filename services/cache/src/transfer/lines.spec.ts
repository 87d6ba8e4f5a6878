import { expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<string | Buffer> {
  yield* parts;
}
const read = async (source: AsyncIterable<string | Buffer>, max = 100): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of linesOf(source, max)) lines.push(line);
  return lines;
};

it('gives the lines, however they are cut, also inside a character', async () => {
  const bytes = Buffer.from('eins\nzwei ü 😀\n\nletzte');
  for (let at = 0; at <= bytes.length; at += 1)
    expect(await read(chunks(bytes.subarray(0, at), bytes.subarray(at)))).toEqual(['eins', 'zwei ü 😀', '', 'letzte']);
  expect(await read(chunks())).toEqual([]);
});

it('gives up on a line that is too long instead of holding it', async () => {
  await expect(read(chunks('short\n', 'x'.repeat(60), 'x'.repeat(60)))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});
