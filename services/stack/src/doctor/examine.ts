import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { environmentWith } from '@docmind/config';
import { inferenceFaults } from '@docmind/inference';
import { openModelStore } from '@docmind/models';
import { findNatsServer } from '../hosts/nats-process.js';
import { modelsDir, neededModels } from '../config/models.js';
import { portOf, SERVICE_NAMES } from '../hosts/service-list.js';
import type { StackConfig } from '../config/stack-config.js';
import { abilitiesFinding } from './abilities.js';
import type { Finding } from './finding.js';
import { hardwareFindings } from './hardware.js';

const GIB = 1024 ** 3;
const NEEDED_MEMORY_BYTES = 2 * GIB;
const NEEDED_DISK_BYTES = 1 * GIB;
const PROBE_LIMIT_MS = 5_000;

/** Everything that `up` needs, looked at one by one; nothing is changed but the data folder, which is made. */
export async function examine(config: StackConfig): Promise<Finding[]> {
  const findings = [node(), machine(), await dataFolder(config.common.DOCMIND_DATA_DIR)];
  findings.push(...(await models(config)), abilitiesFinding(config));
  if (config.inference.INFERENCE_ENGINE !== 'llama') findings.push(await engine(config.inference.OPENAI_BASE_URL));
  findings.push(...(await ports(config)), nats(), ...(await hardwareFindings(config)));
  return findings;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return { what: 'Node', verdict: fits ? 'ok' : 'wrong', says: fits ? process.version : `${process.version}; 20.19 or newer is right` };
}

function machine(): Finding {
  const says = `${availableParallelism()} cores, ${(totalmem() / GIB).toFixed(1)} GiB memory`;
  return totalmem() >= NEEDED_MEMORY_BYTES
    ? { what: 'machine', verdict: 'ok', says }
    : { what: 'machine', verdict: 'note', says: `${says}; 2 GiB are needed for the small models` };
}

async function dataFolder(dir: string): Promise<Finding> {
  const what = `data folder ${dir}`;
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.W_OK);
    const { bavail, bsize } = await statfs(dir);
    const free = bavail * bsize;
    const says = `writable, ${(free / GIB).toFixed(1)} GiB free`;
    return { what, verdict: free < NEEDED_DISK_BYTES ? 'note' : 'ok', says };
  } catch (thrown) {
    return { what, verdict: 'wrong', says: `cannot be written (${(thrown as { code?: string }).code ?? 'unknown'}); set DOCMIND_DATA_DIR` };
  }
}

async function models(config: StackConfig): Promise<Finding[]> {
  // A list of backends that can't be read is a finding of the settings.
  const needed = (await inferenceFaults(config.inference)).length > 0 ? [config.cache.EMBEDDER_MODEL] : neededModels(config);
  const store = openModelStore(modelsDir(config));
  return Promise.all(
    needed.map(async (id): Promise<Finding> => {
      try {
        await store.verify(id, { everything: true });
        return { what: `model ${id}`, verdict: 'ok', says: 'installed, hash right' };
      } catch (thrown) {
        return { what: `model ${id}`, verdict: 'wrong', says: thrown instanceof Error ? thrown.message : String(thrown) };
      }
    }),
  );
}

async function engine(baseUrl: string): Promise<Finding> {
  const what = `engine ${baseUrl}`;
  try {
    const response = await fetch(`${baseUrl}/models`, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return { what, verdict: response.ok ? 'ok' : 'note', says: `answers ${response.status}` };
  } catch {
    return { what, verdict: 'wrong', says: 'does not answer; start the engine or set OPENAI_BASE_URL' };
  }
}

async function ports(config: StackConfig): Promise<Finding[]> {
  const host = config.common.DOCMIND_HOST;
  return Promise.all(
    SERVICE_NAMES.map(async (name): Promise<Finding> => {
      const port = portOf(config, name);
      const free = await isFree(port, host);
      return {
        what: `port ${port} (${name})`,
        verdict: free ? 'ok' : 'note',
        says: free ? 'free' : 'in use: by a running DocMind, or by another program',
      };
    }),
  );
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

function nats(): Finding {
  const found = findNatsServer(environmentWith({}).PATH ?? '');
  return { what: 'nats-server', verdict: found ? 'ok' : 'note', says: found ? 'on PATH' : 'not on PATH; only `up --processes` needs it' };
}
