// What the whole stack holds in memory, readers and all, while it is sent the worst that its doors take.
import { fileURLToPath } from 'node:url';
import { p99 } from '../lib/figures/percentiles.mjs';
import { startNode } from '../lib/processes/processes.mjs';
import { MODELS, startEngine, startStack } from '../lib/processes/services.mjs';
import { MemoryWatch } from '../lib/processes/tree-memory.mjs';
import { hostileBodies } from './bodies.mjs';
import { Replies, send, sendFile, settled } from './callers.mjs';
import { HONEST, HOSTILE } from './documents.mjs';

export const about = 'memory of the five services in one process and of their readers while hostile documents and bodies come';
export const models = MODELS;
export const targets = { peak_mb: '< 1000', faults: '= 0', bystander_failures: '= 0', honest_unread: '= 0' };
export const options = { only: { type: 'string' } };

const MB = 1_000_000;
const SAMPLE_MS = 50;
/** How long a group's documents are waited for; one that takes longer is taken away by its sender. */
const WAIT_MS = 45_000;
const QUICK_WAIT_MS = 8_000;
/** An honest document is waited for. */
const HONEST_WAIT_MS = 900_000;
const BODIES_AT_ONCE = 16;
const BYSTANDER = fileURLToPath(new URL('bystander.process.mjs', import.meta.url));

export async function run({ quick, only, log }, scope) {
  const { urls, pid } = await startStack(scope, { engineUrl: (await startEngine(scope)).url, more: { UPLOAD_WAIT_MS: '1000' } });
  const pack = { urls, replies: new Replies(), waitMs: quick ? QUICK_WAIT_MS : WAIT_MS, quick };
  const watch = new MemoryWatch(pid, SAMPLE_MS);
  const bystander = await startNode(scope, BYSTANDER, { env: { DOOR: urls.orchestrator } });
  const peaks = [];
  let unread = [];
  for (const [name, wave] of Object.entries(WAVES).filter(([name]) => only === undefined || only.split(',').includes(name))) {
    const left = await wave(pack);
    if (name === 'honest') unread = left;
    peaks.push(told(name, watch, left, log));
  }
  watch.stop();
  for (const fault of pack.replies.faults) log(fault);
  return reported(peaks, pack, await bystander.ask('told'), unread, watch.looks);
}

/** Each `(pack) => what was not done in time`. */
const WAVES = {
  ...Object.fromEntries(Object.entries(HOSTILE).map(([name, files]) => [name, (pack) => uploadAll(pack, files, pack.waitMs)])),
  everything: (pack) => uploadAll(pack, Object.values(HOSTILE).flat(), pack.waitMs * 2),
  bodies: async ({ urls, replies }) => {
    const bodies = hostileBodies();
    const sendNext = async () => {
      for (let next = bodies.shift(); next; next = bodies.shift()) {
        const { service, path, what, body } = next;
        const headers = { 'content-type': 'application/json' };
        await send(replies, `${service}${path} ${what}`, urls[service] + path, { method: 'POST', headers, body });
      }
    };
    await Promise.all(Array.from({ length: BODIES_AT_ONCE }, sendNext));
    return [];
  },
  honest: async (pack) => {
    if (pack.quick) return [];
    const late = await uploadAll(pack, HONEST, HONEST_WAIT_MS);
    const unread = [];
    for (const [name, , words] of HONEST) if (!late.includes(name) && !(await isFound(pack, name, words))) unread.push(name);
    return [...late, ...unread];
  },
};

async function uploadAll({ urls, replies }, files, waitMs) {
  await Promise.all(files.map(async ([name, make]) => sendFile(replies, urls.orchestrator, name, await make())));
  return settled(replies, urls.orchestrator, waitMs);
}

/** Whether the document's own words find it. */
async function isFound({ urls, replies }, name, words) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: words, mode: 'text', limit: 50 });
  const { text } = await send(replies, 'search', `${urls.orchestrator}/search`, { method: 'POST', headers, body });
  const { passages = [] } = text === '' ? {} : JSON.parse(text);
  return passages.some(
    ({ documentPath, heading, text: own }) => documentPath === name && `${heading} ${own}`.toLowerCase().includes(words),
  );
}

function told(name, watch, left, log) {
  const [pss, rss] = [watch.take('pss'), watch.take('rss')];
  const parts = pss.processes.map(({ command, pss: bytes }) => `${command} ${toMb(bytes)}`);
  log(
    `${name}: ${toMb(pss.bytes)} MB (rss ${toMb(rss.bytes)}): ${parts.join(', ')}${left.length > 0 ? `; taken away: ${left.join(' ')}` : ''}`,
  );
  return { name, pss, rss };
}

function reported(peaks, { replies }, bystander, unread, looks) {
  const largest = (kind) => peaks.reduce((most, peak) => (peak[kind].bytes > most[kind].bytes ? peak : most));
  const { pss } = largest('pss');
  const figures = {
    peak_mb: toMb(pss.bytes),
    peak_rss_mb: toMb(largest('rss').rss.bytes),
    peak_services_mb: toMb(Math.max(...pss.processes.filter(({ command }) => !isReader(command)).map(({ pss: bytes }) => bytes))),
    peak_readers_mb: toMb(pss.processes.filter(({ command }) => isReader(command)).reduce((sum, { pss: bytes }) => sum + bytes, 0)),
    faults: replies.faults.length,
    bystander_failures: bystander.failures,
    bystander_p99_ms: Math.round(p99(bystander.waitsMs)),
    bystander_longest_ms: Math.round(Math.max(...bystander.waitsMs)),
    honest_unread: unread.length,
  };
  const samples = { peak_mb: looks, peak_rss_mb: looks, faults: Object.values(replies.byStatus).reduce((sum, count) => sum + count, 0) };
  const statuses = Object.entries(replies.byStatus).map(([status, count]) => `${count} x ${status}`);
  const notes = [`MB of 10^6 bytes, pages that processes share counted once (PSS), at the peak of the ${largest('pss').name} wave`];
  return { figures, samples, notes: [...notes, `replies: ${statuses.join(', ')}; 0 is none within a minute`] };
}

const isReader = (command) => command.startsWith('reader.child');
const toMb = (bytes) => Math.round(bytes / MB);
