import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { NodeHostCollector } from './node-host.collector.js';
import { NvidiaSmiCollector } from './nvidia-smi.collector.js';

function command(script: string): string {
  const path = join(temporaryFolder(), 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('NvidiaSmiCollector', () => {
  it('asks for memory and use and reads the answer', async () => {
    const path = command('test "$1" = "--query-gpu=memory.used,memory.total,utilization.gpu" && echo "100, 200, 50"');
    expect(await new NvidiaSmiCollector(path).read()).toEqual({ usedBytes: 104_857_600, totalBytes: 209_715_200, percent: 50 });
  });

  it('knows no GPU where the tool is missing, fails or hangs', async () => {
    expect(await new NvidiaSmiCollector('there-is-no-such-tool').read()).toBeUndefined();
    expect(await new NvidiaSmiCollector(command('exit 9')).read()).toBeUndefined();
    expect(await new NvidiaSmiCollector(command('exec sleep 60'), 100).read()).toBeUndefined();
  });

  it('asks a missing tool once', async () => {
    const path = join(temporaryFolder(), 'nvidia-smi');
    const collector = new NvidiaSmiCollector(path);
    expect(await collector.read()).toBeUndefined();
    writeFileSync(path, '#!/bin/sh\necho "1, 2, 3"\n', { mode: 0o755 });
    expect(await collector.read()).toBeUndefined();
  });
});

describe('NodeHostCollector', () => {
  it('reads memory and processor of this machine', () => {
    const { ramUsedBytes, cpuPercent } = new NodeHostCollector().read();
    expect(ramUsedBytes).toBeGreaterThan(10_000_000);
    expect(cpuPercent).toBeGreaterThanOrEqual(0);
    expect(cpuPercent).toBeLessThanOrEqual(100);
  });
});
