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
import { clockFinding, clockWitnesses } from './clock.js';
import { dataFolderFindings } from './data-folder.js';
import type { Finding } from './finding.js';
import { hardwareFindings } from './hardware.js';
import { plainBackupFindings } from './plain-backups.js';
import { secretFindings } from './secret-files.js';
import { serverFindings } from './servers.js';
import { sharedMemoryFindings } from './shared-memory.js';

const GIB = 1024 ** 3;
const NEEDED_MEMORY_BYTES = 2 * GIB;
const PROBE_LIMIT_MS = 5_000;

/** Everything that `up` needs, looked at one by one; nothing is changed but the data folder, which is made. */
export async function examine(config: StackConfig): Promise<Finding[]> {
  const { DOCMIND_DATA_DIR: dataDir } = config.common;
  const { INFERENCE_ENGINE: kind, OPENAI_BASE_URL: engineUrl } = config.inference;
  const findings = [node(), machine(), ...(await dataFolderFindings(dataDir)), ...(await secretFindings(config))];
  findings.push(...(await plainBackupFindings(config)));
  findings.push(clockFinding(Date.now(), await clockWitnesses(dataDir, kind === 'llama' ? undefined : engineUrl)));
  findings.push(...(await models(config)), abilitiesFinding(config));
  if (kind !== 'llama') findings.push(await engine(engineUrl), ...(await sharedMemoryFindings(kind)));
  findings.push(...(await ports(config)), nats(), ...(await serverFindings(config)), ...(await hardwareFindings(config)));
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
