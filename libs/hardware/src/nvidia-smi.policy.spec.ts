import { describe, expect, it } from 'vitest';
import { A100_LISTING, CARDS, FAILURES } from './nvidia-smi.fixture.js';
import {
  failureReason,
  GPU_FIELDS,
  GPU_FIELDS_OF_OLD_DRIVERS,
  isUnknownField,
  parseGpus,
  parseMigDevices,
  queryOf,
} from './nvidia-smi.policy.js';

const MIB = 1_048_576;
const parse = (card: keyof typeof CARDS) => parseGpus(CARDS[card]).gpus[0];

describe('parseGpus', () => {
  it.each([
    ['rtx4090Laptop', { computeCapability: 8.9, totalBytes: 16_376 * MIB, freeBytes: 2_999 * MIB, gpuPercent: 85, powerWatts: 98.53 }],
    ['rtx3060', { computeCapability: 8.6, totalBytes: 12_288 * MIB, usedBytes: 511 * MIB, performanceState: 'P8', isMigEnabled: false }],
    ['a100Mig', { computeCapability: 8, totalBytes: 40_960 * MIB, gpuPercent: undefined, memoryPercent: undefined, isMigEnabled: true }],
    ['h100', { computeCapability: 9, totalBytes: 81_559 * MIB, freeBytes: 81_003 * MIB, isMigEnabled: false, smClockMhz: 345 }],
    ['t4', { computeCapability: 7.5, totalBytes: 15_109 * MIB, driverVersion: '470.256.02', temperatureCelsius: 38 }],
    ['jetsonOrin', { name: 'Orin (nvgpu)', uuid: 'index-0', totalBytes: undefined, usedBytes: undefined, powerWatts: undefined }],
  ] as const)('reads a %s', (card, expected) => {
    expect(parse(card)).toMatchObject(expected);
  });

  it('reads several cards, with the line ends of Windows too', () => {
    const second = CARDS.rtx3060.replace(/^0/, '1');
    expect(parseGpus(`${CARDS.rtx4090Laptop}\r\n${second}\r\n`).gpus.map(({ index, name }) => [index, name])).toEqual([
      [0, 'NVIDIA GeForce RTX 4090 Laptop GPU'],
      [1, 'NVIDIA GeForce RTX 3060'],
    ]);
  });

  it('reads what an old driver can tell', () => {
    const line = CARDS.t4.split(', ').slice(0, -2).join(', ');
    expect(parseGpus(line, GPU_FIELDS_OF_OLD_DRIVERS).gpus[0]).toMatchObject({ name: 'Tesla T4', computeCapability: undefined });
  });

  it.each([
    ['nothing', '', 0],
    ['empty lines', '\n \n', 0],
    ['a message', FAILURES.driverDown, 1],
    ['too few cells', '0, GPU-1, Tesla T4', 1],
    ['an index that is none', CARDS.t4.replace(/^0/, '[N/A]'), 1],
    ['binary rubbish', '\u0000\u0001, \uFFFD', 1],
  ])('finds no GPU in %s', (_what, output, unreadable) => {
    const parsed = parseGpus(output);
    expect(parsed.gpus).toEqual([]);
    expect(parsed.unreadable).toHaveLength(unreadable);
  });

  it.each(['[N/A]', '[Not Supported]', '[Unknown Error]', '[GPU requires reset]', 'N/A', '-5', 'many'])(
    'takes %s for not known',
    (cell) => {
      expect(parseGpus(CARDS.rtx3060.replace('14.82', cell)).gpus[0]?.powerWatts).toBeUndefined();
    },
  );

  it('asks for exactly what it reads', () => {
    expect(queryOf(GPU_FIELDS)).toEqual([expect.stringContaining('compute_cap,mig.mode.current'), '--format=csv,noheader,nounits']);
    expect(GPU_FIELDS).toHaveLength(CARDS.h100.split(', ').length);
  });
});

describe('parseMigDevices', () => {
  it('lists the slices of each GPU with what their names promise', () => {
    expect(parseMigDevices(A100_LISTING).get(0)).toEqual([
      { uuid: 'MIG-c7384736-a75d-5afc-978f-d2f1294409fd', profile: '3g.20gb', totalBytes: 20e9 },
      { uuid: 'MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d', profile: '1g.5gb', totalBytes: 5e9 },
      { uuid: 'MIG-e7a8ff24-0b38-5b0a-9d6e-0d3f7b7a2b64', profile: '1g.5gb+me', totalBytes: 5e9 },
    ]);
  });

  it('keeps the slices of two GPUs apart, and finds none without any', () => {
    const second = A100_LISTING.replace('GPU 0', 'GPU 1').replaceAll('MIG-', 'MIG-9');
    expect([...parseMigDevices(A100_LISTING + second).keys()]).toEqual([0, 1]);
    expect(parseMigDevices('GPU 0: Tesla T4 (UUID: GPU-1)\n').size).toBe(0);
  });
});

describe('failureReason', () => {
  const failed = (output: string, code: string | number = 1) => failureReason({ code, timedOutAfterMs: undefined, output });

  it.each([
    [FAILURES.driverDown, 'installed but not running'],
    [FAILURES.mismatch, 'restart the machine'],
    [FAILURES.noDevices, 'finds no card'],
    [FAILURES.lost, 'lost a card'],
    [FAILURES.permissions, 'may not open the GPU'],
    [FAILURES.noLibrary, 'NVIDIA_DRIVER_CAPABILITIES'],
    ['Segmentation fault', 'failed with 1: Segmentation fault'],
    ['', 'said nothing'],
  ])('says what %j means', (output, reason) => {
    expect(failed(output)).toContain(reason);
  });

  it('tells a missing tool from one that hangs or may not run', () => {
    expect(failed('', 'ENOENT')).toContain('no NVIDIA driver is installed');
    expect(failed('', 'EACCES')).toContain('may not be run');
    expect(failureReason({ code: undefined, timedOutAfterMs: 2_000, output: '' })).toContain('no answer within 2 s');
  });

  it('knows when a driver is too old for the query', () => {
    expect(isUnknownField({ code: 2, timedOutAfterMs: undefined, output: FAILURES.unknownField })).toBe(true);
    expect(isUnknownField({ code: 9, timedOutAfterMs: undefined, output: FAILURES.driverDown })).toBe(false);
  });
});
