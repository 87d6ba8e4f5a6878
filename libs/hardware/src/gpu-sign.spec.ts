import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { signOfGpu } from './gpu-sign.js';

let root = '';
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'docmind-sign-'))));
afterEach(() => rmSync(root, { recursive: true }));

function has(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
}

it('sees the driver where it is loaded', () => {
  has('proc/driver/nvidia/version', 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  565.57.01');
  expect(signOfGpu(root)).toBe('driver');
});

it('tells a card without its driver from no card', () => {
  expect(signOfGpu(root)).toBe('none');
  has('sys/bus/pci/devices/0000:00:02.0/vendor', '0x8086');
  has('sys/bus/pci/devices/0000:00:02.0/class', '0x030000');
  // The sound part of a card is no card.
  has('sys/bus/pci/devices/0000:01:00.1/vendor', '0x10de');
  has('sys/bus/pci/devices/0000:01:00.1/class', '0x040300');
  expect(signOfGpu(root)).toBe('none');
  has('sys/bus/pci/devices/0000:01:00.0/vendor', '0x10de');
  has('sys/bus/pci/devices/0000:01:00.0/class', '0x030200');
  expect(signOfGpu(root)).toBe('no driver');
});

it('does not judge within WSL', () => {
  has('proc/sys/kernel/osrelease', '5.15.167.4-microsoft-standard-WSL2');
  expect(signOfGpu(root)).toBe('unknown');
});
