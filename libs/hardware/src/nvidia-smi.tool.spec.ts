import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CARDS, FAILURES, H100_LISTING, H100_TABLE, OLD_DRIVERS, ONE_CARD_LOST } from './nvidia-smi.fixture.js';
import { GPU_FIELDS } from './nvidia-smi.policy.js';
import { NvidiaSmi } from './nvidia-smi.tool.js';

const MIB = 1_048_576;

/** A program in nvidia-smi's place: real processes, real exit codes. */
function command(script: string): string {
  const path = join(temporaryFolder(), 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const print = (text: string) => `cat <<'END'\n${text}\nEND`;
const survey = (script: string, timeoutMs?: number) => new NvidiaSmi(command(script), timeoutMs).survey();
/** As a driver does that doesn't know these fields. */
const refusing = (fields: readonly string[], line: string) => {
  const refusals = fields.map(
    (field) => `case "$1" in *${field}*)\n${print(FAILURES.unknownField.replace('compute_cap', field))}\nexit 2;; esac`,
  );
  return `${refusals.join('\n')}\n${print(line)}`;
};

describe('NvidiaSmi', () => {
  it('is found on PATH, asks for the documented fields and reads the answer', async () => {
    const path = command(`[ "$1" = "--query-gpu=${GPU_FIELDS.join(',')}" ] && [ "$2" = --format=csv,noheader,nounits ] || exit 3
${print(CARDS.rtx4070Laptop)}`);
    const before = process.env.PATH;
    onTestFinished(() => void (process.env.PATH = before));
    process.env.PATH = `${join(path, '..')}:${before}`;
    const { gpus, reason } = await new NvidiaSmi().survey();
    expect(gpus).toMatchObject([{ name: 'NVIDIA GeForce RTX 4070 Laptop GPU', computeCapability: 8.9, freeBytes: 5_773 * MIB }]);
    expect(reason).toBeUndefined();
  });

  it.each(Object.keys(CARDS).filter((name) => name !== 'needsReset') as (keyof typeof CARDS)[])('finds each card of %s', async (name) => {
    const { gpus, reason, notes } = await survey(print(CARDS[name]));
    expect(gpus).toHaveLength(CARDS[name].split('\n').length);
    expect({ reason, notes }).toEqual({ reason: undefined, notes: [] });
  });

  it('looks for the slices of a GPU in MIG mode, and survives when it may not', async () => {
    const slices = `case "$1" in -L)\n${print(H100_LISTING)}\n;;\n'')\n${print(H100_TABLE)}\n;;\n*)\n${print(CARDS.h100MigInContainer)}\n;; esac`;
    const [gpu] = (await survey(slices)).gpus;
    expect(gpu?.migDevices.map(({ profile, totalBytes }) => [profile, totalBytes / MIB])).toEqual([
      ['3g.40gb', 40_448],
      ['2g.20gb', 20_096],
      ['1g.10gb', 9_984],
      ['1g.10gb', 9_984],
    ]);
    expect((await survey(`[ "$1" = -L ] && exit 4\n${print(CARDS.h100Mig)}`)).gpus[0]?.migDevices).toEqual([]);
  });

  it.each([
    ['gt1030', { name: 'NVIDIA GeForce GT 1030', computeCapability: undefined, powerWatts: undefined, performanceState: 'P0' }, 3],
    ['rtx2080', { index: 1, name: 'GeForce RTX 2080', computeCapability: undefined, powerWatts: 163.5, totalBytes: 7_979 * MIB }, 4],
  ] as const)('asks the old driver of %s for less, and goes on asking for less', async (name, expected, asked) => {
    const { refuses, line } = OLD_DRIVERS[name];
    const counter = join(temporaryFolder(), 'asked');
    const tool = new NvidiaSmi(command(`echo x >>${counter}\n${refusing(refuses, line)}`));
    expect((await tool.survey()).gpus).toMatchObject([expected]);
    expect((await tool.survey()).gpus).toHaveLength(1);
    expect(readFileSync(counter, 'utf8')).toBe('x\n'.repeat(asked));
  });

  it('gives up on a tool that knows no field at all', async () => {
    expect((await survey(refusing(GPU_FIELDS, ''))).reason).toContain('is not a valid field to query');
  });

  it.each([
    ['the driver is down', `${print(FAILURES.driverDown)}\nexit 9`, 'installed but not running'],
    ['the message is on stderr', `exec >&2\n${print(FAILURES.mismatch)}\nexit 18`, 'restart the machine'],
    ['it finds no card', `${print(FAILURES.noDevices)}\nexit 6`, 'finds no card'],
    ['its only card is lost', `${print(FAILURES.lostOnly)}\nexit 6`, 'lost a card'],
    ['it says nothing', 'exit 255', 'failed with 255'],
    ['it prints rubbish', 'head -c 64 /dev/zero', 'named no GPU'],
    ['it prints rubbish without end', 'yes', 'failed with ERR_CHILD_PROCESS_STDIO_MAXBUFFER'],
    ['it prints no line at all', 'true', 'named no GPU'],
    ['its only card needs a reset', print(CARDS.needsReset), 'named no GPU to use'],
  ])('knows no GPU where %s', async (_what, script, reason) => {
    const found = await survey(script);
    expect(found.gpus).toEqual([]);
    expect(found.reason).toContain(reason);
  });

  it('keeps the cards that work beside one that is lost', async () => {
    const { gpus, reason, notes } = await survey(`${print(ONE_CARD_LOST)}\nexit 15`);
    expect(gpus.map(({ index }) => index)).toEqual([0, 2]);
    expect(reason).toBeUndefined();
    expect(notes).toEqual([
      expect.stringContaining('lost a card'),
      'nvidia-smi printed a line that describes no GPU: Unable to determine the device handle for GPU0000:02:00.0: Unknown Error',
    ]);
  });

  it('leaves out a card that needs a reset, and says what to do', async () => {
    const { gpus, notes } = await survey(print(`${CARDS.rtxPro6000}\n${CARDS.needsReset}`));
    expect(gpus.map(({ index }) => index)).toEqual([0]);
    expect(notes).toEqual([expect.stringContaining('nvidia-smi --gpu-reset -i 1')]);
  });

  it('does not wait for one that hangs, not even for one that keeps its output open', async () => {
    expect((await survey('exec sleep 60', 100)).reason).toContain('no answer within 0.1 s');
    expect((await survey('sleep 5\ntrue', 100)).reason).toContain('no answer within 0.1 s');
  });

  it('starts no second one while the first that hung is still there', async () => {
    const counter = join(temporaryFolder(), 'asked');
    const tool = new NvidiaSmi(command(`echo x >>${counter}\nexec sleep 60`), 200);
    await tool.survey();
    expect((await tool.survey()).reason).toContain('the driver may hang');
    expect(readFileSync(counter, 'utf8')).toBe('x\n');
  });

  it('asks again once the one that hung is gone', async () => {
    const flag = join(temporaryFolder(), 'hung');
    const tool = new NvidiaSmi(command(`if [ ! -e ${flag} ]; then touch ${flag}; exec sleep 60; fi\n${print(CARDS.rtxPro6000)}`), 300);
    expect((await tool.survey()).gpus).toEqual([]);
    await until(async () => (await tool.survey()).gpus.length === 1, 'the next answer');
  });

  it('runs once for all who ask at the same time', async () => {
    const counter = join(temporaryFolder(), 'asked');
    const tool = new NvidiaSmi(command(`echo x >>${counter}\n${print(CARDS.rtxPro6000)}`));
    await Promise.all([tool.survey(), tool.survey(), tool.survey()]);
    expect(readFileSync(counter, 'utf8')).toBe('x\n');
  });

  it('asks a missing tool once', async () => {
    const path = join(temporaryFolder(), 'nvidia-smi');
    const tool = new NvidiaSmi(path);
    expect((await tool.survey()).reason).toContain('nvidia-smi is not there');
    writeFileSync(path, `#!/bin/sh\n${print(CARDS.rtxPro6000)}\n`, { mode: 0o755 });
    expect((await tool.survey()).gpus).toEqual([]);
  });

  it('keeps the cards it can read beside lines it cannot', async () => {
    const { gpus, notes } = await survey(print(`warning: infoROM is corrupted\n${CARDS.rtxPro6000}`));
    expect(gpus).toHaveLength(1);
    expect(notes).toEqual(['nvidia-smi printed a line that describes no GPU: warning: infoROM is corrupted']);
  });
});
