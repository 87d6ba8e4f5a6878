import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsDirForTests, repositoryRoot, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../program.js';

const SERVICE_FILE = join(repositoryRoot(), 'config/vllm_service.yaml');
let folder = '';

const docmind = (...args: string[]) => createProgram().parseAsync(['vllm', ...args], { from: 'user' });

/** An nvidia-smi that tells of a card of this size. */
function card(mib: number): void {
  const line = `0, GPU-6f1f, NVIDIA GeForce RTX 4090 Laptop GPU, 565.57.01, ${mib}, 1000, ${mib - 1000}, 5, 1, 50, 20.1, 210, 405, P8, 8.9, [N/A]`;
  const tool = join(folder, 'nvidia-smi');
  writeFileSync(tool, `#!/bin/sh\necho '${line}'\n`);
  chmodSync(tool, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

beforeEach(() => {
  folder = temporaryFolder();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('VLLM_MODEL_PATH', join(modelsDirForTests(), 'smollm2-135m-instruct'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('docmind vllm plan', () => {
  it('writes the arguments for the card, one a line', async () => {
    card(16_376);
    vi.stubEnv('VLLM_SERVED_MODEL_NAME', 'a model; with "signs" $HOME');
    const out = join(folder, 'vllm.args');
    await docmind('plan', '--config', SERVICE_FILE, '--out', out);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe(join(modelsDirForTests(), 'smollm2-135m-instruct'));
    expect(lines[lines.indexOf('--served-model-name') + 1]).toBe('a model; with "signs" $HOME');
    expect(lines[lines.indexOf('--attention-backend') + 1]).toBe('FLASHINFER');
    expect(Number(lines[lines.indexOf('--gpu-memory-utilization') + 1])).toBeLessThan(0.95);
  });

  it('says what to type where there is no card or too small a one, and writes nothing', async () => {
    const out = join(folder, 'vllm.args');
    vi.stubEnv('PATH', folder);
    await expect(docmind('plan', '--config', SERVICE_FILE, '--out', out)).rejects.toThrow(/No NVIDIA GPU.*deploy\/compose\/cpu\.yml/);
    card(1_100);
    await expect(docmind('plan', '--config', SERVICE_FILE, '--out', out)).rejects.toThrow(/too small.*deploy\/compose\/cpu\.yml/s);
    expect(existsSync(out)).toBe(false);
  });
});

describe('docmind vllm check', () => {
  it('passes where the driver is loaded, and names the CPU shape where there is no card', async () => {
    await expect(docmind('check', '--root', folder)).rejects.toThrow(/no NVIDIA GPU.*deploy\/compose\/cpu\.yml/);
    mkdirSync(join(folder, 'proc/driver/nvidia'), { recursive: true });
    writeFileSync(join(folder, 'proc/driver/nvidia/version'), 'NVRM\n');
    await docmind('check', '--root', folder);
  });
});
