import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `unknown`: WSL, where the card belongs to Windows and shows none of the usual signs. */
export type GpuSign = 'driver' | 'no driver' | 'none' | 'unknown';

const NVIDIA = '0x10de';
/** Display controllers of every kind. */
const DISPLAY_CLASS = '0x03';

/**
 * Whether there is an NVIDIA card, by what /proc and /sys show every process: also one in a container that was given no card.
 * @param root where these two lie; `/` but for tests
 */
export function signOfGpu(root = '/'): GpuSign {
  if (textOf(join(root, 'proc/sys/kernel/osrelease')).toLowerCase().includes('microsoft')) return 'unknown';
  if (existsSync(join(root, 'proc/driver/nvidia/version'))) return 'driver';
  const devices = join(root, 'sys/bus/pci/devices');
  const cards = namesIn(devices).filter((device) => {
    const of = (name: string) => textOf(join(devices, device, name)).trim();
    return of('vendor') === NVIDIA && of('class').startsWith(DISPLAY_CLASS);
  });
  return cards.length > 0 ? 'no driver' : 'none';
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
