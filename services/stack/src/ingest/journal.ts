import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  mtimeMs: z.number(),
  hash: z.string(),
  /** Of the document; absent for a file that failed. */
  id: z.string().optional(),
  /** Why it failed. It is not tried again before it changes. */
  problem: z.string().optional(),
});
export type JournalEntry = z.infer<typeof entrySchema>;
const lineSchema = z.union([entrySchema, z.object({ path: z.string(), gone: z.literal(true) })]);

/** What became of the files of one folder, written down line by line: after a crash, all but the file at hand is known. */
export class Journal {
  private readonly entries = new Map<string, JournalEntry>();

  private constructor(private readonly file: string) {}

  /** @param target names all that the same folder may go into: the stack, and the folder there */
  static open(dataDir: string, roots: readonly string[], target: string): Journal {
    const key = createHash('sha256')
      .update(JSON.stringify([...roots.map((root) => resolve(root)), target]))
      .digest('hex');
    const journal = new Journal(join(dataDir, 'ingest', `${key.slice(0, 32)}.jsonl`));
    journal.read();
    return journal;
  }

  get(path: string): JournalEntry | undefined {
    return this.entries.get(path);
  }

  all(): JournalEntry[] {
    return [...this.entries.values()];
  }

  put(entry: JournalEntry): void {
    this.entries.set(entry.path, entry);
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  remove(path: string): void {
    this.entries.delete(path);
    appendFileSync(this.file, `${JSON.stringify({ path, gone: true })}\n`);
  }

  /** A last line that a crash cut is left out; the rest is written anew, a line a file. */
  private read(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    if (existsSync(this.file)) for (const line of readFileSync(this.file, 'utf8').split('\n')) this.apply(line);
    const temporary = `${this.file}.${process.pid}`;
    writeFileSync(
      temporary,
      this.all()
        .map((entry) => `${JSON.stringify(entry)}\n`)
        .join(''),
      { mode: 0o600 },
    );
    renameSync(temporary, this.file);
  }

  private apply(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return;
    }
    const { data } = lineSchema.safeParse(value);
    if (data === undefined) return;
    if ('gone' in data) this.entries.delete(data.path);
    else this.entries.set(data.path, data);
  }
}
