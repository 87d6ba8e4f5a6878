import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { A100_LISTING, CARDS, FAILURES } from './nvidia-smi.fixture.js';
import { NvidiaSmi } from './nvidia-smi.tool.js';

/** A program in nvidia-smi's place: real processes, real exit codes. */
function command(script: string): string {
  const path = join(temporaryFolder(), 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const print = (text: string) => `cat <<'END'\n${text}\nEND`;
const survey = (script: string, timeoutMs?: number) => new NvidiaSmi(command(script), timeoutMs).survey();

describe('NvidiaSmi', () => {
  it('asks for the documented fields and reads the answer', async () => {
    const script = `case "$1" in --query-gpu=index,uuid,name,driver_version,*,compute_cap,mig.mode.current) ;; *) exit 3;; esac\n`;
    const { gpus, reason } = await survey(script + print(CARDS.rtx4090Laptop));
    expect(gpus[0]).toMatchObject({ name: 'NVIDIA GeForce RTX 4090 Laptop GPU', computeCapability: 8.9 });
    expect(reason).toBeUndefined();
  });

  it('looks for the slices of a GPU in MIG mode, and survives when it may not', async () => {
    const script = `if [ "$1" = -L ]; then\n${print(A100_LISTING)}\nelse\n${print(CARDS.a100Mig)}\nfi`;
    expect((await survey(script)).gpus[0]?.migDevices.map(({ profile }) => profile)).toEqual(['3g.20gb', '1g.5gb', '1g.5gb+me']);
    expect((await survey(`[ "$1" = -L ] && exit 4\n${print(CARDS.a100Mig)}`)).gpus[0]?.migDevices).toEqual([]);
  });

  it('asks an old driver for less, and goes on asking for less', async () => {
    const old = CARDS.t4.split(', ').slice(0, -2).join(', ');
    const counter = join(temporaryFolder(), 'asked');
    const refuse = `case "$1" in *compute_cap*)\n${print(FAILURES.unknownField)}\nexit 2;; esac`;
    const tool = new NvidiaSmi(command(`echo x >>${counter}\n${refuse}\n${print(old)}`));
    expect((await tool.survey()).gpus[0]).toMatchObject({ name: 'Tesla T4', computeCapability: undefined });
    expect((await tool.survey()).gpus).toHaveLength(1);
    expect(readFileSync(counter, 'utf8')).toBe('x\nx\nx\n');
  });

  it.each([
    ['the driver is down', `${print(FAILURES.driverDown)}\nexit 9`, 'installed but not running'],
    ['the message is on stderr', `exec >&2\n${print(FAILURES.mismatch)}\nexit 18`, 'restart the machine'],
    ['it finds no card', `${print(FAILURES.noDevices)}\nexit 6`, 'finds no card'],
    ['it says nothing', 'exit 255', 'failed with 255'],
    ['it prints rubbish', 'head -c 64 /dev/zero', 'named no GPU'],
    ['it prints no line at all', 'true', 'named no GPU'],
  ])('knows no GPU where %s', async (_what, script, reason) => {
    const found = await survey(script);
    expect(found.gpus).toEqual([]);
    expect(found.reason).toContain(reason);
  });

  it('ends one that hangs', async () => {
    expect((await survey('exec sleep 60', 100)).reason).toContain('no answer within 0.1 s');
  });

  it('asks a missing tool once', async () => {
    const path = join(temporaryFolder(), 'nvidia-smi');
    const tool = new NvidiaSmi(path);
    expect((await tool.survey()).reason).toContain('nvidia-smi is not there');
    writeFileSync(path, `#!/bin/sh\n${print(CARDS.h100)}\n`, { mode: 0o755 });
    expect((await tool.survey()).gpus).toEqual([]);
  });

  it('keeps the cards it can read beside lines it cannot', async () => {
    const { gpus, notes } = await survey(print(`warning: infoROM is corrupted\n${CARDS.h100}`));
    expect(gpus).toHaveLength(1);
    expect(notes).toEqual(['nvidia-smi printed a line that describes no GPU: warning: infoROM is corrupted']);
  });
});
