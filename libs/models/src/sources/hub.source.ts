import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AppError } from '@docmind/errors';
import { z } from 'zod';
import type { HubSourceEntry } from '../catalogue/catalogue.schema.js';
import { fileSize } from '../files/file-size.js';
import { type FetchJob, ModelSource, type WantedFile } from './model-source.port.js';
import { sha256File } from '../files/sha256-file.js';
import { assertStatus, hubRequest } from './hub-request.js';
import type { SourceSettings } from './source-settings.js';
import { countBytes } from './zip-member.js';

const MAX_TRIES = 5;

/** The hub's `tree` listing; only files kept in LFS carry a sha256. */
const treeSchema = z.array(
  z.object({ type: z.string(), path: z.string(), size: z.number(), lfs: z.object({ oid: z.string() }).optional() }),
);

type TreeFile = z.infer<typeof treeSchema>[number];

/** Hugging Face over HTTPS (or a mirror with the same paths). Goes on where an earlier try stopped. */
export class HubSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: HubSourceEntry,
    private readonly settings: SourceSettings,
  ) {
    super();
    this.label = `hub ${entry.repository}@${entry.revision}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    for (const file of job.files) await this.fetchFile(file, job);
  }

  /** The members that are named, or else the files at the top of the repository, without dot files and its README. */
  override async list(signal: AbortSignal): Promise<WantedFile[]> {
    const url = `${this.settings.hubUrl}/api/models/${this.entry.repository}/tree/${this.entry.revision}`;
    const tree = await hubRequest(this.request(url, signal), async (response) => {
      assertStatus(response, [200], `${this.entry.repository} at ${this.entry.revision}`);
      return treeSchema.safeParse(await response.json());
    });
    if (!tree.success) throw new AppError('UNAVAILABLE', 'the hub sent a listing this version cannot read');
    const files = tree.data.filter((item) => item.type === 'file');
    const wanted = this.entry.members === undefined ? allOf(files) : namedOf(files, this.entry.members);
    if (wanted.length === 0) throw new AppError('NOT_FOUND', `${this.entry.repository} holds no files that are wanted`);
    return wanted;
  }

  private async fetchFile(file: WantedFile, job: FetchJob): Promise<void> {
    const part = job.partPath(file.name);
    // Without a hash nothing would show that the two halves belong to two versions of the file.
    if (!file.sha256) await rm(part, { force: true });
    const resumed = partSize(part) > 0;
    await this.download(file, part, job);
    if (!resumed || (await sha256File(part, job.signal)) === file.sha256) return;
    await rm(part);
    await this.download(file, part, job);
  }

  /** Tries again while each try brings some bytes; a try that brings none ends it. */
  private async download(file: WantedFile, part: string, job: FetchJob): Promise<void> {
    // Without a hash nothing would show that the pieces belong together.
    const mostTries = file.sha256 ? MAX_TRIES : 1;
    for (let tries = 1; partSize(part) !== file.bytes || file.bytes === undefined; tries += 1) {
      // Counted as it arrives: a broken connection may take the last piece with it before it is on the disk.
      let arrivedBytes = 0;
      try {
        await this.transfer(file, part, job, (bytes) => (arrivedBytes += bytes));
        return;
      } catch (thrown) {
        if (job.signal.aborted || tries === mostTries || arrivedBytes === 0) throw thrown;
      }
    }
  }

  private async transfer(file: WantedFile, part: string, job: FetchJob, onArrival: (bytes: number) => void): Promise<void> {
    const offset = partSize(part);
    const member = this.entry.members?.[file.name] ?? file.name;
    const url = `${this.settings.hubUrl}/${this.entry.repository}/resolve/${this.entry.revision}/${encodeURI(member)}`;
    const range: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
    await hubRequest(this.request(url, job.signal, range), async (response, alive, signal) => {
      // Not satisfiable: the part is longer than the file, so it is another file's.
      if (response.status === 416) await rm(part, { force: true });
      assertStatus(response, [200, 206], member);
      const from = response.status === 206 ? rangeStart(response, offset) : 0;
      const counter = countBytes((done, bytes) => {
        alive();
        // A server that never ends would fill the disk.
        if (file.bytes !== undefined && done > file.bytes)
          throw new AppError('UNAVAILABLE', `${member} does not end after its ${file.bytes} bytes`);
        onArrival(bytes);
        job.onBytes(file.name, done);
      }, from);
      const target = createWriteStream(part, { flags: from > 0 ? 'a' : 'w', mode: 0o640 });
      await pipeline(Readable.fromWeb(response.body as ReadableStream), counter, target, { signal });
    });
    const size = partSize(part);
    if (file.bytes !== undefined && size < file.bytes)
      throw new AppError('UNAVAILABLE', `${member} ended after ${size} of ${file.bytes} bytes`);
  }

  private request(url: string, signal: AbortSignal, headers: Record<string, string> = {}) {
    const token: Record<string, string> = this.settings.hubToken ? { authorization: `Bearer ${this.settings.hubToken}` } : {};
    return { url, signal, stallTimeoutMs: this.settings.stallTimeoutMs, headers: { ...token, ...headers } };
  }
}

function partSize(path: string): number {
  return fileSize(path) ?? 0;
}

function rangeStart(response: Response, offset: number): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (Number(start) === offset) return offset;
  throw new AppError('UNAVAILABLE', `the hub sent the range from ${start ?? 'nowhere'}, asked was ${offset}`);
}

function allOf(files: readonly TreeFile[]): WantedFile[] {
  const plain = files.filter(({ path }) => /^[A-Za-z0-9][\w.-]*$/.test(path) && path !== 'README.md');
  return plain.map((file) => wantedFile(file.path, file));
}

/** @throws AppError NOT_FOUND naming one that isn't there */
function namedOf(files: readonly TreeFile[], members: Readonly<Record<string, string>>): WantedFile[] {
  return Object.entries(members).map(([name, path]) => {
    const file = files.find((candidate) => candidate.path === path);
    if (!file) throw new AppError('NOT_FOUND', `the hub's repository has no ${path}`);
    return wantedFile(name, file);
  });
}

function wantedFile(name: string, { size, lfs }: TreeFile): WantedFile {
  return { name, bytes: size, sha256: lfs?.oid };
}
