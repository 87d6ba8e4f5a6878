// The servers that settings name: whether they answer, and whether they let anybody in.
import { environmentWith } from '@docmind/config';
import { type PersistenceConfig, withDatabaseCare } from '@docmind/persistence';
import type { StackConfig } from '../config/stack-config.js';
import type { Finding } from './finding.js';
import { firstLine } from './first-line.js';

const LIMIT_MS = 3_000;
const [UNAUTHORIZED, FORBIDDEN] = [401, 403];

/** None that no setting names: the embedded shape needs no server. */
export async function serverFindings({ nats, cache, persistence }: StackConfig): Promise<Finding[]> {
  const named = environmentWith({}).NATS_URL ? nats.NATS_URL.split(',').map((url) => url.trim()) : [];
  const found = await Promise.all([
    ...named.map(natsFinding),
    ...(cache.REDIS_URL === undefined ? [] : [redisFinding(cache.REDIS_URL)]),
    ...(cache.CACHE_VECTOR_INDEX === 'qdrant' ? [qdrantFinding(cache.QDRANT_URL, cache.QDRANT_API_KEY)] : []),
  ]);
  return [...found, ...(await databaseFindings(persistence))];
}

/** None where the database is a file. */
export async function databaseFindings(config: PersistenceConfig): Promise<Finding[]> {
  const found = await withDatabaseCare(config, (care) => care.examine());
  if (found === undefined) return [];
  const what = 'database of DATABASE_URL';
  if (found.faults.length === 0) return [{ what, verdict: 'ok', says: found.says }];
  return found.faults.map((says): Finding => ({ what, verdict: 'wrong', says }));
}

/** It greets with what it asks for, before anything is said to it. */
export async function natsFinding(address: string): Promise<Finding> {
  const url = new URL(address);
  const what = `NATS ${url.host}`;
  const greeting = await firstLine({ url, port: 4_222 }).catch(() => undefined);
  if (greeting === undefined)
    return {
      what,
      verdict: 'wrong',
      says: 'does not answer; start it (nats-server) or set NATS_URL. Only services that are processes of their own need it',
    };
  if (!greeting.startsWith('INFO {')) return { what, verdict: 'wrong', says: 'something else answers there; set NATS_URL' };
  const { auth_required: isGuarded } = JSON.parse(greeting.slice('INFO '.length)) as { readonly auth_required?: boolean };
  if (isGuarded) return { what, verdict: 'ok', says: 'answers, and asks for a password' };
  return {
    what,
    verdict: 'note',
    says: 'answers everybody without a password: whoever reaches it may ask for any tenant. See docs/operations.md',
  };
}

export async function redisFinding(address: string): Promise<Finding> {
  const url = new URL(address);
  const what = `Redis ${url.host}`;
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const login = password === '' ? '' : command('AUTH', ...(user === '' ? [] : [user]), password);
  const reply = await firstLine({ url, port: 6_379, words: login || command('PING'), isTls: url.protocol === 'rediss:' }).catch(
    () => undefined,
  );
  const until = 'until then lookups miss';
  if (reply === undefined) return { what, verdict: 'note', says: `does not answer; start it or set REDIS_URL; ${until}` };
  if (/^\+(PONG|OK)/.test(reply)) return { what, verdict: 'ok', says: 'answers' };
  return { what, verdict: 'note', says: `refuses us (${reply.slice(1, 80)}); put user and password into REDIS_URL; ${until}` };
}

export async function qdrantFinding(address: string, key: string | undefined): Promise<Finding> {
  const what = `Qdrant ${new URL(address).host}`;
  const headers: Record<string, string> = key === undefined ? {} : { 'api-key': key };
  const response = await fetch(new URL('collections', address), { headers, signal: AbortSignal.timeout(LIMIT_MS) }).catch(() => undefined);
  const until = 'until then only equal questions hit';
  if (response === undefined) return { what, verdict: 'note', says: `does not answer; start it or set QDRANT_URL; ${until}` };
  if (response.ok) return { what, verdict: 'ok', says: 'answers' };
  const isKey = [UNAUTHORIZED, FORBIDDEN].includes(response.status);
  return { what, verdict: 'note', says: `answers ${response.status}${isKey ? '; set QDRANT_API_KEY' : ''}; ${until}` };
}

/** As Redis reads commands whose words may hold anything. */
function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
