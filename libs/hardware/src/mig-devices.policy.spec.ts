import { describe, expect, it } from 'vitest';
import { parseMigDevices } from './mig-devices.policy.js';
import { H100_LISTING, H100_TABLE, OLD_TABLE_ROW } from './nvidia-smi.fixture.js';

const MIB = 1_048_576;
const slice = (profile: string, used: number, total: number) =>
  expect.objectContaining({ profile, usedBytes: used * MIB, totalBytes: total * MIB }) as unknown;

describe('parseMigDevices', () => {
  it('lists the slices of a GPU with their memory, and takes no process for one', () => {
    expect(parseMigDevices(H100_LISTING, H100_TABLE).get(0)).toEqual([
      slice('3g.40gb', 11_091, 40_448),
      slice('2g.20gb', 17, 20_096),
      slice('1g.10gb', 9, 9_984),
      slice('1g.10gb', 9, 9_984),
    ]);
  });

  it('reads the row of the first drivers with MIG', () => {
    const listing = H100_LISTING.replace('GPU 0', 'GPU 1');
    expect(parseMigDevices(listing, OLD_TABLE_ROW).get(1)?.[0]).toEqual(slice('3g.40gb', 14_366, 19_968));
  });

  it('promises less than the name does where there is no table: 1g.18gb is 16 GiB', () => {
    const listing = H100_LISTING.replace('1g.10gb', '1g.18gb');
    const [, , smallest] = parseMigDevices(listing, 'no table').get(0) ?? [];
    expect(smallest).toMatchObject({ profile: '1g.18gb', usedBytes: undefined });
    expect(smallest?.totalBytes).toBeLessThan(16_384 * MIB);
    expect(smallest?.totalBytes).toBeGreaterThan(15_000 * MIB);
  });

  it('keeps the slices of two GPUs apart, and finds none without any', () => {
    const second = H100_LISTING.replace('GPU 0', 'GPU 1').replaceAll('MIG-', 'MIG-9');
    const both = parseMigDevices(H100_LISTING + second, H100_TABLE);
    expect([...both.keys()]).toEqual([0, 1]);
    expect(both.get(1)?.[0]?.usedBytes).toBeUndefined();
    expect(parseMigDevices('GPU 0: Tesla T4 (UUID: GPU-1)\n', '').size).toBe(0);
  });

  it('knows profiles with extensions and parts of an instance', () => {
    const listing = H100_LISTING.replace('1g.10gb ', '1g.10gb+me').replace('3g.40gb    ', '1c.3g.40gb ');
    expect(
      parseMigDevices(listing, '')
        .get(0)
        ?.map(({ profile }) => profile),
    ).toEqual(['1c.3g.40gb', '2g.20gb', '1g.10gb+me', '1g.10gb']);
  });
});
