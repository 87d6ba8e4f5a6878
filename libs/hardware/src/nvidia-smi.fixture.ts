// What nvidia-smi printed on real machines, in the form and order of our own query. A figure that a source doesn't show is [N/A] here;
// free memory that it doesn't show is the total less what is used, and a compute capability that of the named architecture. Sources:
// [exporter] utkuozdemir/nvidia_gpu_exporter, internal/captures/*: raw CSV, tables and listings, with masked identifiers
// [telegraf] influxdata/telegraf, plugins/inputs/nvidia_smi/testdata/*.xml: `nvidia-smi -q -x`
export const CARDS = {
  /** A desktop on a laptop: a pasted `nvidia-smi -q -x` of 2025-10-13. */
  rtx4070Laptop:
    '0, GPU-529b3263-c96d-b557-bc75-697f04917eda, NVIDIA GeForce RTX 4070 Laptop GPU, 575.51.02, 8188, 2026, 5773, 30, 30, 41, 11.15, 675, 810, P5, 8.9, [N/A]',
  /** [telegraf] dual_2080-v13.xml; both UUIDs are masked as one there, so the second ends differently here. */
  rtx2080Pair: `0, GPU-12345678-aaaa-bbbb-cccc-0123456789ab, NVIDIA GeForce RTX 2080, 590.44.01, 8192, 1, 7786, 0, 0, 15, 1.00, 300, 405, P8, 7.5, [N/A]
1, GPU-12345678-aaaa-bbbb-cccc-0123456789ac, NVIDIA GeForce RTX 2080, 590.44.01, 8192, 1, 7786, 0, 0, 15, 1.62, 300, 405, P8, 7.5, [N/A]`,
  /** [telegraf] pro-6000-maxq-blackwell-v13.xml: two thirds taken by another program. */
  rtxPro6000:
    '0, GPU-12345678-aaaa-bbbb-cccc-0123456789ab, NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition, 590.44.01, 97887, 65720, 31531, 0, 0, 24, 3.97, 180, 405, P8, 12.0, [N/A]',
  /** [exporter] linux-x86_64__nvidia-h100-mig__590.48.01.txt */
  h100Mig:
    '0, GPU-00000000-0000-0000-0000-000000000000, NVIDIA H100 80GB HBM3, 590.48.01, 81559, 59, 81022, [N/A], [N/A], 42, 71.15, 345, 2619, P0, 9.0, Enabled',
  /** The same with the memory as a container sees it that was given one slice; NVIDIA/nvidia-container-toolkit#842 has the refusal. */
  h100MigInContainer:
    '0, GPU-00000000-0000-0000-0000-000000000000, NVIDIA H100 80GB HBM3, 590.48.01, [Insufficient Permissions], [Insufficient Permissions], [Insufficient Permissions], [N/A], [N/A], 42, 71.15, 345, 2619, P0, 9.0, Enabled',
  /** [telegraf] a100-sxm4-v12.xml */
  a100Mig:
    '0, GPU-513536b6-7d19-9063-b049-1e69664bb298, NVIDIA A100-SXM4-80GB, 535.54.03, 81920, 50, 80999, [N/A], [N/A], 27, 67.03, 1275, 1593, P0, 8.0, Enabled',
  /** Unified memory: the driver tells none of it. Put together from two machines' shorter queries. */
  gb10: '0, [N/A], NVIDIA GB10, 580.126.09, [N/A], [N/A], [N/A], 0, [N/A], 52, 10.8, 2405, [N/A], [N/A], 12.1, [N/A]',
  /** Jetson Orin, JetPack 6. Put together from shorter queries. */
  jetsonOrin: '0, [N/A], Orin (nvgpu), 540.4.0, [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], 8.7, [N/A]',
  /** After a driver fault, put together from shorter queries: the table showed ERR! for fan, temperature and state; CUDA starts on no such card. */
  needsReset:
    '1, [N/A], NVIDIA RTX PRO 6000 Blackwell Workstation Edition, [N/A], 97887, 58222, 39665, [N/A], [N/A], [GPU requires reset], [N/A], [N/A], [N/A], [GPU requires reset], 12.0, [N/A]',
  /** Sensors fail, the card computes. */
  unknownErrors:
    '0, GPU-0472e0b4-22a5-992d-e99a-b924703a82f7, NVIDIA RTX A6000, [N/A], 49140, 6, 49134, [N/A], [N/A], [Unknown Error], [Unknown Error], [N/A], [N/A], [N/A], 8.6, [N/A]',
} as const;

/** Drivers that refuse fields, with what they print for the others. */
export const OLD_DRIVERS = {
  /** [telegraf] gt-1030.xml, driver 470.74: no compute_cap yet, and no power sensor on the card. */
  gt1030: {
    refuses: ['compute_cap'],
    line: '0, GPU-857c6374-f681-cf3a-f99f-9063a87b8ac0, NVIDIA GeForce GT 1030, 470.74, 1998, 875, 1123, 0, 3, 36, [N/A], 1265, 3003, P0, [N/A]',
  },
  /** Ricks-Lab/gpu-utils#88, driver 440.100: before MIG. */
  rtx2080: {
    refuses: ['compute_cap', 'mig.mode.current'],
    line: '1, GPU-22b2c6ac-2d49-4863-197c-9c469071178a, GeForce RTX 2080, 440.100, 7979, 1242, 6737, 98, 43, 40, 163.50, 1980, 7199, P2',
  },
} as const;

/** `nvidia-smi -L` and a part of plain `nvidia-smi` on h100Mig under load, from the same capture. */
export const H100_LISTING = `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-00000000-0000-0000-0000-000000000000)
  MIG 3g.40gb     Device  0: (UUID: MIG-00000000-0000-0000-0000-000000000000)
  MIG 2g.20gb     Device  1: (UUID: MIG-00000001-0000-0000-0000-000000000001)
  MIG 1g.10gb     Device  2: (UUID: MIG-00000002-0000-0000-0000-000000000002)
  MIG 1g.10gb     Device  3: (UUID: MIG-00000003-0000-0000-0000-000000000003)
`;
export const H100_TABLE = `|   0  NVIDIA H100 80GB HBM3          On  |   00000000:00:09.0 Off |                   On |
| N/A   52C    P0            432W /  700W |   11125MiB /  81559MiB |     N/A      Default |
|                                         |                        |              Enabled |
+-----------------------------------------+------------------------+----------------------+

+-----------------------------------------------------------------------------------------+
| MIG devices:                                                                            |
+------------------+----------------------------------+-----------+-----------------------+
| GPU  GI  CI  MIG |              Shared Memory-Usage |        Vol|        Shared         |
|      ID  ID  Dev |                Shared BAR1-Usage | SM     Unc| CE ENC  DEC  OFA  JPG |
|                  |                                  |        ECC|                       |
|==================+==================================+===========+=======================|
|  0    2   0   0  |           11091MiB / 40448MiB    | 60      0 |  3   0    3    0    3 |
|                  |               0MiB / 24739MiB    |           |                       |
+------------------+----------------------------------+-----------+-----------------------+
|  0    3   0   1  |              17MiB / 20096MiB    | 32      0 |  2   0    2    0    2 |
|                  |               0MiB / 12369MiB    |           |                       |
+------------------+----------------------------------+-----------+-----------------------+
|  0    9   0   2  |               9MiB /  9984MiB    | 16      0 |  1   0    1    0    1 |
|                  |               0MiB /  6184MiB    |           |                       |
+------------------+----------------------------------+-----------+-----------------------+
|  0   10   0   3  |               9MiB /  9984MiB    | 16      0 |  1   0    1    0    1 |
|                  |               0MiB /  6184MiB    |           |                       |
+------------------+----------------------------------+-----------+-----------------------+

+-----------------------------------------------------------------------------------------+
| Processes:                                                                              |
|  GPU   GI   CI              PID   Type   Process name                        GPU Memory |
|        ID   ID                                                               Usage      |
|=========================================================================================|
|    0    2    0            21180      C   /opt/tools/memhog                      2296MiB |
|    0    2    0            21181      C   /opt/tools/memhog                      1272MiB |
|    0    2    0            21198      C   ./gpu_burn                             7484MiB |
+-----------------------------------------------------------------------------------------+
`;
/** The row as driver 470 draws it: XuehaiPan/nvitop#8. */
export const OLD_TABLE_ROW = '|  1    3   0   0  |  14366MiB / 19968MiB | 28      0 |  2   0    1    0    0 |';

/** As nvidia-smi words them. */
export const FAILURES = {
  driverDown:
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
  mismatch: 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.120',
  noDevices: 'No devices were found',
  lost: 'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU',
  lostOnly: 'Unable to determine the device handle for GPU0: 0000:01:00.0: Unknown Error\nNo devices were found',
  unknownError: 'Failed to initialize NVML: Unknown Error',
  permissions: 'Failed to initialize NVML: Insufficient Permissions',
  blocked: 'Failed to initialize NVML: GPU access blocked by the operating system',
  noLibrary:
    "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure that the NVIDIA Display Driver is properly installed and present in your system.\nPlease also try adding directory that contains libnvidia-ml.so to your system PATH.",
  unknownField: 'Field "compute_cap" is not a valid field to query.\n',
} as const;

/** One card of three is lost: nvidia-smi lists the others and ends with an error. */
export const ONE_CARD_LOST = `${CARDS.rtx2080Pair.split('\n')[0]}
Unable to determine the device handle for GPU0000:02:00.0: Unknown Error
${Array.from({ length: 16 }, () => '[Unknown Error]').join(', ')}
${CARDS.rtx2080Pair.split('\n')[1]?.replace(/^1/, '2')}`;
