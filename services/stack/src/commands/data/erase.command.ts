import type { ErasureReply, ErasureRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { openClient, openDataClient, type StackOptions } from '../../client/open-client.js';
import { findDocument } from '../documents.command.js';
import { say } from '../terminal.js';
import { exportData } from './export.command.js';

/** A large tenant takes minutes. */
const SAY_EVERY_MS = 15_000;

export interface EraseOptions extends StackOptions {
  /** A file for what is erased; false for `--no-export`. */
  readonly export?: string | boolean;
  readonly yes?: boolean;
}

/** By path or id; an id that no document has any more is taken as it is, for what is left of one that was deleted. */
export async function eraseDocuments(asked: readonly string[], options: EraseOptions): Promise<void> {
  const client = openClient(options);
  for (const one of asked) {
    const found = await findDocument(client, one).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'NOT_FOUND') return undefined;
      throw thrown;
    });
    if (found) await exportFirst(options, { document: found.id }, asked.length > 1);
    await erase(found?.path ?? one, { document: found?.id ?? one }, options);
  }
}

export async function eraseSessions(ids: readonly string[], options: EraseOptions): Promise<void> {
  for (const session of ids) {
    await exportFirst(options, { session }, ids.length > 1);
    await erase(`session ${session}`, { session }, options);
  }
}

/** Of the key's tenant. Whoever means it says so, and says where a copy goes. */
export async function eraseTenant(options: EraseOptions): Promise<void> {
  if (options.yes !== true) {
    throw new AppError('FAILED_PRECONDITION', 'This erases all documents, sessions and cached answers of the tenant: say --yes as well');
  }
  if (options.export === undefined || options.export === true) {
    throw new AppError('FAILED_PRECONDITION', 'Say where a copy goes first, --export FILE, or that none is wanted, --no-export');
  }
  await exportFirst(options, {}, false);
  await erase('everything', { tenant: true }, options);
}

async function exportFirst(
  { export: out, ...stack }: EraseOptions,
  what: { document?: string; session?: string },
  isOneOfMany: boolean,
): Promise<void> {
  if (typeof out === 'string') await exportData({ ...stack, ...what, out, append: isOneOfMany });
}

async function erase(name: string, request: ErasureRequest, options: EraseOptions): Promise<void> {
  const startedAt = performance.now();
  const timer = setInterval(() => say(`${name}: still erasing, ${Math.round((performance.now() - startedAt) / 1_000)} s`), SAY_EVERY_MS);
  try {
    say(`${name}: erased (${inWords(await openDataClient(options).erase(request))})`);
  } finally {
    clearInterval(timer);
  }
}

function inWords({ documents, sessions, messages, cachedAnswers, ingestionSteps }: ErasureReply): string {
  const kept = `${cachedAnswers} cached answers, ${ingestionSteps} results of reading in`;
  return `${documents} documents, ${sessions} sessions, ${messages} messages, ${kept}`;
}
