import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../program.js';
import { staysOnLoopback } from './loopback.policy.js';
import { unitCommand, unitWord } from './unit-text.policy.js';

const NAMES = ['docmind.service', 'vllm-server.service', 'vllm-probe.service', 'vllm-probe.timer', 'vllm-restart.service'];
const MOST_EXPOSED = 2.5;
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

async function unitsIn(folder: string, ...options: readonly string[]): Promise<string> {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await createProgram().parseAsync(['service', 'install', '--write', folder, ...options], { from: 'user' });
  return folder;
}
afterEach(() => void vi.restoreAllMocks());

describe('a unit’s words', () => {
  it('are one word each, whatever they hold', () => {
    expect(unitWord('--max-model-len')).toBe('--max-model-len');
    expect(unitWord('100% of "$HOME"\\n')).toBe('"100%% of \\"$$HOME\\"\\\\n"');
    expect(unitWord('')).toBe('""');
    expect(unitCommand(['/bin/vllm', 'serve', '/m', '--port', '1'])).toBe('/bin/vllm serve /m \\\n    --port 1');
  });
});

describe('what may leave the machine', () => {
  it('is nothing, unless a setting names another machine', () => {
    expect(
      staysOnLoopback({ DOCMIND_HOST: '127.0.0.1', OPENAI_BASE_URL: 'http://localhost:8000/v1', REDIS_URL: 'redis://:p@[::1]:1' }),
    ).toBe(true);
    for (const other of [{ DOCMIND_HOST: '0.0.0.0' }, { REDIS_URL: 'redis://10.0.0.2' }, { BACKENDS_FILE: 'b.yaml' }, { NATS_URL: 'nats' }])
      expect(staysOnLoopback(other)).toBe(false);
  });
});

it('are in deploy/systemd as `docmind service install` makes them for a 16 GB card', async () => {
  const folder = await unitsIn(
    temporaryFolder(),
    '--root',
    '/opt/docmind',
    '--node',
    '/usr/bin/node',
    '--vllm',
    '/opt/docmind/vllm/bin/vllm',
  );
  for (const name of NAMES)
    expect(readFileSync(join(repositoryRoot(), 'deploy/systemd', name), 'utf8'), name).toBe(readFileSync(join(folder, name), 'utf8'));
});

describe.skipIf(!hasSystemd)('by systemd itself', () => {
  /** systemd looks whether programs are there. */
  async function unitsOfAnInstalledStack(): Promise<string> {
    const root = temporaryFolder();
    mkdirSync(join(root, 'docs'), { recursive: true });
    writeFileSync(join(root, 'vllm'), '#!/bin/sh\n');
    chmodSync(join(root, 'vllm'), 0o755);
    return unitsIn(join(root, 'units'), '--root', root, '--node', process.execPath, '--vllm', join(root, 'vllm'));
  }

  it('are taken without a word', async () => {
    const folder = await unitsOfAnInstalledStack();
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...NAMES.map((name) => join(folder, name))], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
  });

  it('lets Node run under the system calls of its unit', async () => {
    const unit = readFileSync(join(await unitsOfAnInstalledStack(), 'docmind.service'), 'utf8');
    const groups = [...unit.matchAll(/^SystemCallFilter=(.+)$/gm)].flatMap(([, names = '']) => names.split(' '));
    const told = execFileSync('systemd-analyze', ['syscall-filter', ...groups], { encoding: 'utf8' });
    // V8's own, where the CPU has protection keys: a call that is not listed kills it.
    expect(told).toMatch(/^ +pkey_alloc$/m);
  });

  it.each(NAMES.filter((name) => name.endsWith('.service')))('%s is closed enough', async (name) => {
    const folder = await unitsOfAnInstalledStack();
    const told = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', join(folder, name)], { encoding: 'utf8' });
    expect(Number(/Overall exposure level .*: ([\d.]+)/.exec(told)?.[1])).toBeLessThanOrEqual(MOST_EXPOSED);
  });
});
