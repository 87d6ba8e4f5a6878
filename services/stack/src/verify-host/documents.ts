import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { QueryReply } from '@docmind/contracts';
import type { DocmindClient } from '../client/docmind-client.js';
import { type Check, held, judged } from './check.js';
import { proseOf, randomOf } from './prose.policy.js';

const LONG_CHARS = 8_000;
const HITS = 10;
/** Of the specification: a hit's time, and what reading a document again must save. */
const MOST_HIT_SECONDS = 0.01;
const LEAST_SAVED = 0.8;

/** Of the stack's documents; nobody else's lies there. */
const FOLDER = '.docmind-verify-host';

type Client = Pick<DocmindClient, 'upload' | 'query' | 'delete' | 'documents'>;

/** A document of ours, read in, asked about, deleted, read in again and deleted: none stays, also where a step fails. What a run that was interrupted left goes first. */
export async function documentChecks(client: Client): Promise<Check[]> {
  const folder = await mkdtemp(join(tmpdir(), 'docmind-verify-'));
  const seed = Date.now() % 1e9;
  const code = String(100_000 + Math.floor(randomOf(seed)() * 900_000));
  const path = join(folder, `verify-host-${seed}.md`);
  const question = `What is the vault code of the Verhost ${seed} archive?`;
  const fact = `# The Verhost ${seed} archive\n\nThe vault code of the Verhost ${seed} archive is ${code}.`;
  try {
    for await (const { id } of client.documents({ under: FOLDER })) await client.delete(id);
    await writeFile(path, `${fact}\n\n${proseOf(seed, LONG_CHARS)}\n`);
    const first = await whileReadIn(client, path, async () => ({
      answers: [await client.query({ question }), await client.query({ question })],
      hits: await hitSeconds(client, question),
    }));
    const gone = await client.query({ question });
    const second = await whileReadIn(client, path, () => Promise.resolve());
    const { answers, hits } = first.found;
    return [...answerChecks(answers, code, hits), goneCheck(gone, code), againCheck(first.seconds, second.seconds)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function whileReadIn<Found>(
  client: Client,
  path: string,
  work: () => Promise<Found>,
): Promise<{ readonly seconds: number; readonly found: Found }> {
  const startedAt = performance.now();
  const { document } = await client.upload(path, { path: `${FOLDER}/${basename(path)}` });
  const seconds = (performance.now() - startedAt) / 1_000;
  try {
    return { seconds, found: await work() };
  } finally {
    await client.delete(document.id);
  }
}

/** As a client sees them, one after another: HTTP and JSON are in it. */
async function hitSeconds(client: Client, question: string): Promise<number[]> {
  const seconds: number[] = [];
  for (let asked = 0; asked < HITS; asked += 1) {
    const startedAt = performance.now();
    const { cache } = await client.query({ question });
    if (cache.result === 'exact') seconds.push((performance.now() - startedAt) / 1_000);
  }
  return seconds.sort((one, other) => one - other);
}

function answerChecks([first, second]: readonly QueryReply[], code: string, hits: readonly number[]): Check[] {
  const isGrounded = first !== undefined && first.answer.includes(code) && first.validation.grounded;
  const hit = hits[hits.length >> 1] ?? null;
  const asClient = `the median of ${hits.length} as a client sees it`;
  return [
    held('answer', 'a fact of a document is answered, grounded', isGrounded, first?.answer.slice(0, 80)),
    held('repeated', 'the same question again is answered by the cache', second?.cache.result === 'exact', second?.cache.why),
    judged({
      id: 'cache-hit-time',
      what: 'a cached answer',
      unit: 'seconds',
      value: hit,
      target: { below: MOST_HIT_SECONDS },
      note: asClient,
    }),
  ];
}

function goneCheck({ answer }: QueryReply, code: string): Check {
  return held('deleted', 'nothing of a deleted document is answered', !answer.includes(code));
}

function againCheck(first: number, second: number): Check {
  const note = `${first.toFixed(2)} s, then ${second.toFixed(2)} s`;
  const saved = { id: 'ingestion-reduction', what: 'time that a document read before saves', unit: 'ratio' as const };
  return judged({ ...saved, value: 1 - second / first, target: { above: LEAST_SAVED }, note });
}
