export type UnitSection = readonly (readonly [name: string, value: string])[];

/** What no part of the stack needs. `systemd-analyze security` reads the same list. */
export const HARDENING: UnitSection = [
  ['UMask', '0077'],
  ['NoNewPrivileges', 'yes'],
  ['CapabilityBoundingSet', ''],
  ['AmbientCapabilities', ''],
  ['ProtectSystem', 'strict'],
  ['ProtectHome', 'yes'],
  ['PrivateTmp', 'yes'],
  ['ProtectKernelTunables', 'yes'],
  ['ProtectKernelModules', 'yes'],
  ['ProtectKernelLogs', 'yes'],
  ['ProtectControlGroups', 'yes'],
  ['ProtectClock', 'yes'],
  ['ProtectHostname', 'yes'],
  ['ProtectProc', 'invisible'],
  ['RestrictSUIDSGID', 'yes'],
  ['RestrictRealtime', 'yes'],
  ['RestrictNamespaces', 'yes'],
  ['LockPersonality', 'yes'],
  ['RemoveIPC', 'yes'],
  ['SystemCallArchitectures', 'native'],
  ['SystemCallFilter', '@system-service'],
];

/** A process that talks to this machine only. */
export const LOOPBACK_ONLY: UnitSection = [
  ['IPAddressDeny', 'any'],
  ['IPAddressAllow', 'localhost'],
];

export const NO_DEVICES: UnitSection = [
  ['PrivateDevices', 'yes'],
  ['DevicePolicy', 'closed'],
];

/** The card's device files and no other. */
export const GPU_DEVICES: UnitSection = [
  ['PrivateDevices', 'no'],
  ['DevicePolicy', 'closed'],
  ['DeviceAllow', 'char-nvidia rw'],
  ['DeviceAllow', 'char-nvidia-frontend rw'],
  ['DeviceAllow', 'char-nvidia-uvm rw'],
  ['DeviceAllow', 'char-nvidia-caps rw'],
];

/**
 * What V8 and CUDA need: memory that is written and run, and sockets of this machine's own kind. V8 guards its code by protection keys where the CPU has
 * them, and is killed where it may not.
 */
export const COMPILES_AND_SERVES: UnitSection = [
  ['SystemCallFilter', '@pkey'],
  ['MemoryDenyWriteExecute', 'no'],
  ['RestrictAddressFamilies', 'AF_INET AF_INET6 AF_UNIX AF_NETLINK'],
];
