import { readFile } from 'node:fs/promises';
import type { MediaType } from '@docmind/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { makePdf, makePdfBomb } from '../pdf.fixture.js';
import { DocumentReader } from './document-reader.js';
import { READER_LIMITS } from './reader-limits.js';
import { ReaderProcess } from './reader-process.js';
import { readBy } from './read-document.fixture.js';

const MIB = 1024 * 1024;
const idle = new AbortController().signal;
const bomb = makePdfBomb();
let reader: DocumentReader;
afterEach(() => reader.close());

const read = (mediaType: MediaType, given: Uint8Array | string) =>
  readBy(reader, { bytes: typeof given === 'string' ? Buffer.from(given) : given, mediaType, name: 'file' }, idle);

const readText = (process: ReaderProcess) => {
  const job = { format: 'text', sizeBytes: 4, limits: READER_LIMITS, languages: [], mayRecognise: false, unspaced: /x/u };
  const source = async function* () {
    yield Buffer.from('text');
  };
  return process.read(job, source, { onPage: () => undefined, onPart: async () => undefined });
};

describe('the memory of a reader', () => {
  it.each(process.platform === 'linux' ? (['kernel', 'watch'] as const) : (['watch'] as const))(
    'is bounded, buffers too, by %s: a PDF of 2 KB that unpacks to 500 megabytes is refused with words',
    async (holder) => {
      reader = new DocumentReader({ limits: { memoryBytes: 256 * MIB }, holder });
      await expect(read('application/pdf', bomb)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(/a PDF that needs more than 256 MiB of memory/),
      });
      expect((await read('application/pdf', makePdf([['still here']]))).text).toBe('still here');
    },
  );

  it.runIf(process.platform === 'linux')('is a limit of the kernel, and time is too', async () => {
    reader = new DocumentReader();
    const process = new ReaderProcess({ memoryBytes: 300 * MIB, holder: 'kernel' });
    try {
      await readText(process);
      const limits = await readFile(`/proc/${process.pid}/limits`, 'utf8');
      expect(limits).toMatch(/Max data size\s+314572800/);
      expect(limits).toMatch(/Max cpu time\s+3600/);
    } finally {
      process.kill();
    }
  });

  it('holds no environment, and so no secret', async () => {
    reader = new DocumentReader();
    const process = new ReaderProcess({ memoryBytes: 300 * MIB, holder: 'watch' });
    try {
      expect(await readText(process)).toMatchObject({ done: true });
      expect(await readFile(`/proc/${process.pid}/environ`, 'utf8').catch(() => '')).not.toMatch(/PATH|HOME/);
    } finally {
      process.kill();
    }
  });
});

describe('what a reader gives back', () => {
  it('is at most as much text as it may be', async () => {
    reader = new DocumentReader({ limits: { maxTextChars: 1_000 } });
    for (const mediaType of ['text/plain', 'text/markdown', 'text/html'] as const) {
      await expect(read(mediaType, 'word '.repeat(300))).rejects.toThrow('holds more than 1000 characters of text');
    }
  });
});

describe('the time of a reader', () => {
  const timeOf = async (mediaType: MediaType, text: string): Promise<number> => {
    const startedAt = performance.now();
    await read(mediaType, text).catch(() => undefined);
    return performance.now() - startedAt;
  };

  it.each([
    ['a table of many rows', 'text/html', `<table>${'<tr><td>cell</td><td><p>other</p></td></tr>'.repeat(20_000)}</table>`],
    ['a table of one long row', 'text/html', `<table><tr>${'<td>cell</td>'.repeat(100_000)}</tr></table>`],
    ['lines of blanks', 'text/html', `<pre>${`${' '.repeat(200)}\n`.repeat(10_000)}</pre>x`],
    ['breaks', 'text/html', `x${' <br> '.repeat(200_000)}y`],
    ['a heading of blanks', 'text/markdown', `# ${' '.repeat(1_000_000)}a\u2028b\n\ntext`],
    ['a heading of marks', 'text/markdown', `# ${'# '.repeat(300_000)}a\n\ntext`],
    ['marks of fences', 'text/markdown', `${'`'.repeat(1_000_000)}\n\`\`\`\ntext`],
    ['front matter without an end', 'text/markdown', `---\n${'--- \n'.repeat(200_000)}`],
    ['empty lines', 'text/plain', `x${'\n \n'.repeat(500_000)}y`],
    ['a word without an end', 'text/plain', 'x'.repeat(2_000_000)],
  ] as const)('grows no faster than %s', async (_name, mediaType, text) => {
    reader = new DocumentReader();
    await timeOf(mediaType, 'warm');
    expect(await timeOf(mediaType, text)).toBeLessThan(5_000);
  });
});
