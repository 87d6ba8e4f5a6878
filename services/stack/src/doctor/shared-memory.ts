import { statfs } from 'node:fs/promises';
import type { Finding } from './finding.js';

const MIB = 1024 ** 2;
/** Docker gives 64 MiB where nothing is said. */
const NEEDED_BYTES = 1_024 * MIB;

/** vLLM's processes talk through it, above all on several GPUs. None where the system has none. */
export async function sharedMemoryFindings(engine: string, folder = '/dev/shm'): Promise<Finding[]> {
  const there = engine === 'vllm' ? await statfs(folder).catch(() => undefined) : undefined;
  if (!there) return [];
  const bytes = there.blocks * there.bsize;
  const says = `${Math.round(bytes / MIB)} MiB in ${folder}`;
  if (bytes >= NEEDED_BYTES) return [{ what: 'shared memory', verdict: 'ok', says }];
  return [
    {
      what: 'shared memory',
      verdict: 'note',
      says: `${says}, too little for vLLM on several GPUs here: docker run --shm-size 8g, or --ipc host`,
    },
  ];
}
