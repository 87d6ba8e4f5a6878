// What is being sent: one file at a time, so that a folder of thousands neither fills the memory nor the door's queue.
import type { DocumentView, UploadReply } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { DoorError, getJson } from '../door/door.js';
import { tellTabs } from '../door/tabs.js';
import type { FoundFile, SkippedFile } from './dropped-files.js';

export interface Upload {
  readonly key: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed';
  readonly outcome?: UploadReply['outcome'];
  readonly problem?: unknown;
  /** Passages read in, of those there are. */
  readonly progress?: { readonly done: number; readonly total: number };
}

export interface Queue {
  readonly uploads: readonly Upload[];
  readonly skipped: readonly SkippedFile[];
  /** Of all that was added since the queue was empty. */
  readonly bytes: { readonly sent: number; readonly all: number };
  readonly startedAt: number;
}

const EMPTY: Queue = { uploads: [], skipped: [], bytes: { sent: 0, all: 0 }, startedAt: 0 };
const ASK_AGAIN_MS = 500;
const BUSY_MS = 1_000;

export const queue = signal<Queue>(EMPTY);
export const isUploading = signal(false);
const files = new Map<number, FoundFile>();
let keys = 0;
let tags = '';
let giveUp: AbortController | undefined;
let onChange: () => void = () => undefined;

/** @param changed told once all are taken in: the list of a large folder is long, and read anew for each file it would be read by its square */
export function addFiles(found: readonly FoundFile[], skipped: readonly SkippedFile[], withTags: string, changed: () => void): void {
  onChange = changed;
  tags = withTags;
  const uploads = found.map((file): Upload => {
    keys += 1;
    files.set(keys, file);
    return { key: keys, path: file.path, sizeBytes: file.file.size, state: 'waiting' };
  });
  const before = isUploading.value ? queue.value : EMPTY;
  const added = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  queue.value = {
    uploads: [...before.uploads, ...uploads],
    skipped: [...before.skipped, ...skipped],
    bytes: { sent: before.bytes.sent, all: before.bytes.all + added },
    startedAt: before.startedAt || performance.now(),
  };
  if (!isUploading.value) void work();
}

export function stopUploads(): void {
  giveUp?.abort();
}

export function clearQueue(): void {
  if (!isUploading.value) queue.value = EMPTY;
}

async function work(): Promise<void> {
  isUploading.value = true;
  giveUp = new AbortController();
  const { signal: gone } = giveUp;
  for (let next = nextWaiting(); next && !gone.aborted; next = nextWaiting()) await send(next, gone);
  for (const { key, state } of queue.value.uploads) if (state === 'waiting') files.delete(key);
  queue.value = { ...queue.value, uploads: queue.value.uploads.filter(({ state }) => state !== 'waiting') };
  isUploading.value = false;
  tellTabs({ changed: 'documents' });
  onChange();
}

function nextWaiting(): Upload | undefined {
  return queue.value.uploads.find(({ state }) => state === 'waiting');
}

async function send({ key, sizeBytes }: Upload, gone: AbortSignal): Promise<void> {
  const file = files.get(key);
  if (!file) return;
  change(key, { state: 'sending' });
  try {
    const reply = await post(file, gone);
    if (reply.outcome === 'accepted') await follow(key, reply.document, gone);
    // One that is stopped meanwhile is still read in: the list of what goes on in the background has it.
    if (reply.outcome !== 'accepted' || !gone.aborted) change(key, { state: 'done', outcome: reply.outcome });
  } catch (thrown) {
    change(key, { state: 'failed', problem: thrown });
  } finally {
    files.delete(key);
    const { bytes } = queue.value;
    queue.value = { ...queue.value, bytes: { ...bytes, sent: bytes.sent + sizeBytes } };
  }
}

/** A door that is full is asked again: the file waits here and not there. */
async function post(found: FoundFile, gone: AbortSignal): Promise<UploadReply> {
  for (;;) {
    try {
      return await postOnce(found, gone);
    } catch (thrown) {
      if (!(thrown instanceof DoorError && thrown.code === 'RESOURCE_EXHAUSTED') || gone.aborted) throw thrown;
      await delay((thrown.retryAfterSeconds ?? 0) * 1_000 || BUSY_MS);
    }
  }
}

function postOnce({ file, path }: FoundFile, gone: AbortSignal): Promise<UploadReply> {
  const form = new FormData();
  form.append('path', path);
  if (tags !== '') form.append('tags', tags);
  form.append('file', file, file.name);
  return getJson<UploadReply>('/documents', { method: 'POST', body: form, signal: gone });
}

async function follow(key: number, accepted: DocumentView, gone: AbortSignal): Promise<void> {
  let document = accepted;
  while (document.state === 'working' && !gone.aborted) {
    change(key, { state: 'reading', progress: document.ingestion });
    await delay(ASK_AGAIN_MS);
    document = await getJson<DocumentView>(`/documents/${encodeURIComponent(document.id)}`);
  }
  assertNotFailed(document);
}

function assertNotFailed({ state, ingestion }: DocumentView): void {
  if (state === 'failed') throw new DoorError('FAILED_PRECONDITION', ingestion?.problem?.message ?? '');
}

function change(key: number, next: Partial<Upload>): void {
  queue.value = { ...queue.value, uploads: queue.value.uploads.map((one) => (one.key === key ? { ...one, ...next } : one)) };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
