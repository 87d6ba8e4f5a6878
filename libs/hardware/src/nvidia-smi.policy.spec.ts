import { describe, expect, it } from 'vitest';
import { CARDS, FAILURES, OLD_DRIVERS } from './nvidia-smi.fixture.js';
import { failureReason, GPU_FIELDS, parseGpus, queryOf, unknownField } from './nvidia-smi.policy.js';

const MIB = 1_048_576;
const parse = (card: keyof typeof CARDS) => parseGpus(CARDS[card]).gpus[0];

describe('parseGpus', () => {
  it.each([
    [
      'rtx4070Laptop',
      { computeCapability: 8.9, totalBytes: 8_188 * MIB, usedBytes: 2_026 * MIB, freeBytes: 5_773 * MIB, powerWatts: 11.15 },
    ],
    ['rtx2080Pair', { computeCapability: 7.5, totalBytes: 8_192 * MIB, performanceState: 'P8', powerWatts: 1, isMigEnabled: false }],
    ['rtxPro6000', { computeCapability: 12, driverVersion: '590.44.01', freeBytes: 31_531 * MIB, smClockMhz: 180, sharesMemory: false }],
    ['h100Mig', { computeCapability: 9, freeBytes: 81_022 * MIB, gpuPercent: undefined, isMigEnabled: true, temperatureCelsius: 42 }],
    ['h100MigInContainer', { totalBytes: undefined, freeBytes: undefined, isMigEnabled: true, sharesMemory: false }],
    ['a100Mig', { computeCapability: 8, totalBytes: 81_920 * MIB, memoryPercent: undefined, isMigEnabled: true, memoryClockMhz: 1_593 }],
    ['gb10', { computeCapability: 12.1, totalBytes: undefined, sharesMemory: true, gpuPercent: 0, memoryClockMhz: undefined }],
    ['jetsonOrin', { name: 'Orin (nvgpu)', uuid: 'index-0', computeCapability: 8.7, totalBytes: undefined, sharesMemory: true }],
    ['unknownErrors', { totalBytes: 49_140 * MIB, temperatureCelsius: undefined, powerWatts: undefined, performanceState: undefined }],
  ] as const)('reads a %s', (card, expected) => {
    expect(parse(card)).toMatchObject(expected);
  });

  it('reads several cards, with the line ends of Windows too', () => {
    const output = CARDS.rtx2080Pair.replaceAll('\n', '\r\n');
    expect(parseGpus(`${output}\r\n`).gpus.map(({ index, powerWatts }) => [index, powerWatts])).toEqual([
      [0, 1],
      [1, 1.62],
    ]);
  });

  it.each(Object.entries(OLD_DRIVERS))('reads what the driver of %s can tell', (_name, { refuses, line }) => {
    const fields = GPU_FIELDS.filter((field) => !(refuses as readonly string[]).includes(field));
    expect(parseGpus(line, fields).gpus).toMatchObject([{ computeCapability: undefined, isMigEnabled: false, migDevices: [] }]);
  });

  it.each([
    ['nothing', '', 0],
    ['empty lines', '\n \n', 0],
    ['a message', FAILURES.driverDown, 1],
    ['too few cells', '0, GPU-1, Tesla T4', 1],
    ['an index that is none', CARDS.rtxPro6000.replace(/^0/, '[N/A]'), 1],
    ['a lost card’s row', GPU_FIELDS.map(() => '[Unknown Error]').join(', '), 0],
    ['binary rubbish', '\u0000\u0001, \uFFFD', 1],
    ['very many messages', 'warning\n'.repeat(10_000), 4],
    ['a card that needs a reset', CARDS.needsReset, 1],
  ])('finds no GPU in %s', (_what, output, notes) => {
    const parsed = parseGpus(output);
    expect(parsed.gpus).toEqual([]);
    expect(parsed.notes).toHaveLength(notes);
  });

  it.each(['[N/A]', '[Not Supported]', '[Unknown Error]', '[Requested functionality has been deprecated]', 'N/A', 'ERR!', '-5', 'many'])(
    'takes %s for not known',
    (cell) => {
      expect(parseGpus(CARDS.rtxPro6000.replace('3.97', cell)).gpus[0]?.powerWatts).toBeUndefined();
    },
  );

  it.each(['[Insufficient Permissions]', '[Unknown Error]', 'ERR!'])('does not take %s for memory shared with the machine', (cell) => {
    expect(parseGpus(CARDS.gb10.replace('[N/A], [N/A], [N/A], 0', `${cell}, [N/A], [N/A], 0`)).gpus[0]?.sharesMemory).toBe(false);
  });

  it('asks for exactly what it reads', () => {
    expect(queryOf(GPU_FIELDS)).toEqual([expect.stringContaining('compute_cap,mig.mode.current'), '--format=csv,noheader,nounits']);
    expect(GPU_FIELDS).toHaveLength(CARDS.h100Mig.split(', ').length);
  });
});

describe('failureReason', () => {
  const failed = (output: string, code: string | number = 1) => failureReason({ code, timedOutAfterMs: undefined, output });

  it.each([
    [FAILURES.driverDown, 'installed but not running'],
    [FAILURES.mismatch, 'restart the machine'],
    [FAILURES.noDevices, 'finds no card'],
    [FAILURES.lost, 'lost a card'],
    [FAILURES.lostOnly, 'lost a card'],
    [FAILURES.unknownError, 'the container if it runs in one'],
    [FAILURES.blocked, 'wsl --update'],
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

  it('knows which field a driver is too old for', () => {
    expect(unknownField({ code: 2, timedOutAfterMs: undefined, output: FAILURES.unknownField })).toBe('compute_cap');
    expect(unknownField({ code: 9, timedOutAfterMs: undefined, output: FAILURES.driverDown })).toBeUndefined();
  });
});
