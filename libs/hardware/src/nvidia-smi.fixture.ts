// Written by hand in nvidia-smi's format, in the order of GPU_FIELDS: six kinds of cards, and failures. Not captured from machines.
export const CARDS = {
  rtx4090Laptop:
    '0, GPU-6f1f5f3a-2c55-4d0e-9b57-0c1a7d3e9f42, NVIDIA GeForce RTX 4090 Laptop GPU, 565.57.01, 16376, 13000, 2999, 85, 61, 67, 98.53, 1980, 9001, P0, 8.9, [N/A]',
  rtx3060:
    '0, GPU-a1a0c6b2-91d3-5f4e-8f0a-3f7f2b6f1c11, NVIDIA GeForce RTX 3060, 535.183.01, 12288, 511, 11552, 3, 2, 41, 14.82, 210, 405, P8, 8.6, [N/A]',
  a100Mig:
    '0, GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, NVIDIA A100-SXM4-40GB, 550.90.07, 40960, 87, 40326, [N/A], [N/A], 33, 51.43, 210, 1215, P0, 8.0, Enabled',
  h100: '0, GPU-1b7f0c7e-72f0-1d57-86c5-3c35d4a5a0b3, NVIDIA H100 80GB HBM3, 550.54.15, 81559, 4, 81003, 0, 0, 28, 69.42, 345, 2619, P0, 9.0, Disabled',
  t4: '0, GPU-c2b4a0f5-31aa-7c60-9a3e-5d0b6a4c7e90, Tesla T4, 470.256.02, 15109, 0, 15109, 0, 0, 38, 9.61, 300, 405, P8, 7.5, [N/A]',
  jetsonOrin: '0, [N/A], Orin (nvgpu), 540.3.0, [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [Not Supported], [N/A], [N/A], [N/A], 8.7, [N/A]',
} as const;

export const A100_LISTING = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
  MIG 1g.5gb      Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)
  MIG 1g.5gb+me   Device  2: (UUID: MIG-e7a8ff24-0b38-5b0a-9d6e-0d3f7b7a2b64)
`;

export const FAILURES = {
  driverDown:
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
  mismatch: 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.120',
  noDevices: 'No devices were found',
  lost: 'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU',
  permissions: 'Failed to initialize NVML: Insufficient Permissions',
  noLibrary: "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.",
  unknownField: 'Field "compute_cap" is not a valid field to query.',
} as const;
