import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './finding.js';

/** A file system's clock and a header's whole second may differ from ours by as much. */
const LEEWAY_MS = 5_000;

/** Somebody else's idea of the time. */
export interface Witness {
  readonly who: string;
  readonly atMs: number;
  /** It was written then, so it can't be later than now; another tells what it takes for now. */
  readonly isPast: boolean;
}

/** Keys, answers and backups expire by the clock, and calls between machines carry the time by which they must end. */
export function clockFinding(nowMs: number, witnesses: readonly Witness[]): Finding {
  const [doubt] = witnesses.filter(({ atMs, isPast }) => atMs - nowMs > LEEWAY_MS || (!isPast && nowMs - atMs > LEEWAY_MS));
  const time = new Date(nowMs).toISOString();
  if (!doubt) return { what: 'clock', verdict: 'ok', says: time };
  const { who, atMs, isPast } = doubt;
  const seconds = Math.round(Math.abs(nowMs - atMs) / 1_000);
  const order = atMs > nowMs ? 'behind' : 'ahead of';
  const says = `${time} is ${seconds} s ${order} ${who}${isPast ? ', which is from the future then' : ''}; set the clock (timedatectl set-ntp true)`;
  return { what: 'clock', verdict: 'note', says };
}

/** The newest file of the data folder, and the engine. */
export async function clockWitnesses(dir: string, engineUrl: string | undefined): Promise<Witness[]> {
  return (await Promise.all([newestFile(dir), engineUrl === undefined ? [] : engineTime(engineUrl)])).flat();
}

async function newestFile(dir: string): Promise<Witness[]> {
  const names = await readdir(dir).catch(() => []);
  const files = await Promise.all(names.map(async (name) => ({ name, seen: await stat(join(dir, name)).catch(() => undefined) })));
  const [newest] = files
    .flatMap(({ name, seen }) => (seen ? [{ who: `the newest file, ${join(dir, name)}`, atMs: seen.mtimeMs, isPast: true }] : []))
    .sort((one, other) => other.atMs - one.atMs);
  return newest ? [newest] : [];
}

async function engineTime(url: string): Promise<Witness[]> {
  const response = await fetch(`${url}/models`, { signal: AbortSignal.timeout(LEEWAY_MS) }).catch(() => undefined);
  await response?.body?.cancel();
  const atMs = Date.parse(response?.headers.get('date') ?? '');
  return Number.isNaN(atMs) ? [] : [{ who: `the engine at ${url}`, atMs, isPast: false }];
}
