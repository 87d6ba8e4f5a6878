import { describe, expect, it } from 'vitest';
import type { Gpu } from './gpu.js';
import { parseMigDevices } from './mig-devices.policy.js';
import { CARDS, H100_LISTING, H100_TABLE } from './nvidia-smi.fixture.js';
import { parseGpus } from './nvidia-smi.policy.js';
import { visibleDevices } from './visible-devices.policy.js';

const card = (line: string, index: number): Gpu => ({ ...(parseGpus(line).gpus[0] as Gpu), index });
const laptop = card(CARDS.rtx4070Laptop, 0);
const [geforce, twin] = parseGpus(CARDS.rtx2080Pair).gpus.map((gpu) => ({ ...gpu, index: gpu.index + 1 })) as [Gpu, Gpu];
const sliced: Gpu = { ...card(CARDS.h100Mig, 0), migDevices: parseMigDevices(H100_LISTING, H100_TABLE).get(0) ?? [] };
const [firstSlice, secondSlice] = sliced.migDevices;
const machine = [laptop, geforce, twin];

describe('visibleDevices', () => {
  it.each([
    ['not set', undefined, [0, 1, 2]],
    ['one index', '1', [1]],
    ['two, in the order given', '2,0', [2, 0]],
    ['spaces around', ' 0 , 1 ', [0, 1]],
    ['a whole UUID', geforce.uuid, [1]],
    ['the beginning of a UUID', 'GPU-529b', [0]],
    ['upper case', laptop.uuid.toUpperCase(), [0]],
    ['a UUID and an index', `${twin.uuid},0`, [2, 0]],
    ['ended by an index that is not there', '0,7,1', [0]],
    ['ended by -1', '1,-1,0', [1]],
    ['ended by a word', '0,gpu,1', [0]],
  ])('%s', (_what, variable, expected) => {
    const seen = visibleDevices(machine, variable);
    expect(seen.devices.map(({ gpu }) => gpu.index)).toEqual(expected);
    expect(seen.reason).toBeUndefined();
  });

  it.each([
    ['empty', '', 'hides every GPU'],
    ['-1', '-1', 'hides every GPU'],
    ['an index that is not there', '3', 'there is no GPU 3, only 0, 1, 2'],
    ['a word', 'NoDevFiles', 'no GPU has that UUID'],
    ['the beginning of two UUIDs', 'GPU-1234', 'more than one'],
    ['a device twice', '0,0', 'names 0 twice'],
    ['a device twice under two names', `0,${laptop.uuid}`, 'twice'],
    ['a MIG device on a machine without', 'MIG-12345', 'no MIG device has that UUID'],
  ])('shows nothing for %s', (_what, variable, reason) => {
    const seen = visibleDevices(machine, variable);
    expect(seen.devices).toEqual([]);
    expect(seen.reason).toContain(reason);
  });

  it('says that nothing is there where nothing is', () => {
    expect(visibleDevices([], undefined).reason).toBe('there is no GPU');
  });

  it('warns that CUDA may number unlike cards otherwise', () => {
    expect(visibleDevices(machine, '1').notes.join()).toContain('CUDA_DEVICE_ORDER=PCI_BUS_ID');
    expect(visibleDevices([geforce, twin], '1').notes).toEqual([]);
    expect(visibleDevices(machine, geforce.uuid).notes).toEqual([]);
  });

  it('gives one slice of a GPU in MIG mode', () => {
    expect(visibleDevices([sliced], undefined).devices).toEqual([{ gpu: sliced, mig: firstSlice }]);
    expect(visibleDevices([sliced], undefined).notes.join()).toContain('one MIG device at most: 3g.40gb');
    expect(visibleDevices([sliced], '0').devices[0]?.mig).toEqual(firstSlice);
    expect(visibleDevices([sliced], secondSlice?.uuid).devices).toEqual([{ gpu: sliced, mig: secondSlice }]);
    expect(visibleDevices([sliced], 'MIG-').reason).toContain('more than one MIG device');
  });

  it('says what to do about MIG mode without a slice', () => {
    const empty = { ...sliced, migDevices: [] };
    expect(visibleDevices([empty], undefined).reason).toContain('nvidia-smi mig -cgi');
    expect(visibleDevices([empty], '0').reason).toContain('has no MIG device');
  });
});
