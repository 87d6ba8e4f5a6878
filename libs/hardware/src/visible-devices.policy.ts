import type { Gpu, MigDevice } from './gpu.js';

/** What a CUDA program would get: a whole GPU, or one slice of it. */
export interface VisibleDevice {
  readonly gpu: Gpu;
  readonly mig: MigDevice | undefined;
}

export interface VisibleDevices {
  readonly devices: readonly VisibleDevice[];
  /** Why nothing is visible; undefined where something is. */
  readonly reason: string | undefined;
  readonly notes: readonly string[];
}

/**
 * What CUDA_VISIBLE_DEVICES leaves, by CUDA's rules: indices, or UUIDs that may be shortened; the list ends at its first entry that names no
 * device; an empty list or -1 hides all; a device named twice hides all; one process sees one MIG device at most.
 */
export function visibleDevices(gpus: readonly Gpu[], variable: string | undefined): VisibleDevices {
  if (gpus.length === 0) return hidden('there is no GPU');
  if (variable === undefined) return oneSlice(unrestricted(gpus), []);
  const entries = variable.split(',').map((entry) => entry.trim());
  if (variable.trim() === '' || entries[0] === '-1') return hidden(`CUDA_VISIBLE_DEVICES=${variable.trim()} hides every GPU`);
  const devices: VisibleDevice[] = [];
  for (const entry of entries) {
    const device = deviceOf(gpus, entry);
    if (typeof device === 'string') return cutAt(entry, device, devices);
    if (devices.some((other) => isSame(other, device)))
      return hidden(`CUDA_VISIBLE_DEVICES names ${entry} twice, and CUDA then shows no GPU`);
    devices.push(device);
  }
  return oneSlice(devices, orderNotes(gpus, entries));
}

function hidden(reason: string, notes: readonly string[] = []): VisibleDevices {
  return { devices: [], reason, notes };
}

function cutAt(entry: string, why: string, before: readonly VisibleDevice[]): VisibleDevices {
  const note = `CUDA_VISIBLE_DEVICES ends at "${entry}": ${why}`;
  return before.length === 0 ? hidden(note) : oneSlice(before, [note]);
}

function unrestricted(gpus: readonly Gpu[]): readonly VisibleDevice[] {
  return gpus.flatMap((gpu): VisibleDevice[] =>
    gpu.isMigEnabled ? gpu.migDevices.map((mig) => ({ gpu, mig })) : [{ gpu, mig: undefined }],
  );
}

function oneSlice(devices: readonly VisibleDevice[], notes: readonly string[]): VisibleDevices {
  if (devices.length === 0) return hidden('every GPU is in MIG mode without a MIG device; make one with nvidia-smi mig -cgi', notes);
  const slice = devices.find(({ mig }) => mig !== undefined);
  if (!slice || devices.length === 1) return { devices, reason: undefined, notes };
  const note = `a process uses one MIG device at most: ${slice.mig?.profile} of GPU ${slice.gpu.index} is taken; name another in CUDA_VISIBLE_DEVICES`;
  return { devices: [slice], reason: undefined, notes: [...notes, note] };
}

/** The device, or why the entry names none. */
function deviceOf(gpus: readonly Gpu[], entry: string): VisibleDevice | string {
  if (/^MIG-/i.test(entry)) return migOf(gpus, entry);
  const found = /^\d+$/.test(entry)
    ? gpus.filter(({ index }) => index === Number(entry))
    : gpus.filter(({ uuid }) => entry.length > 4 && uuid.toLowerCase().startsWith(entry.toLowerCase()));
  const [gpu] = found;
  if (!gpu) return /^\d+$/.test(entry) ? `there is no GPU ${entry}, only ${indices(gpus)}` : 'no GPU has that UUID';
  if (found.length > 1) return 'more than one UUID begins like that';
  if (!gpu.isMigEnabled) return { gpu, mig: undefined };
  const [mig] = gpu.migDevices;
  return mig ? { gpu, mig } : `GPU ${gpu.index} is in MIG mode and has no MIG device`;
}

function migOf(gpus: readonly Gpu[], entry: string): VisibleDevice | string {
  const found = gpus
    .flatMap((gpu) => gpu.migDevices.map((mig) => ({ gpu, mig })))
    .filter(({ mig }) => mig.uuid.toLowerCase().startsWith(entry.toLowerCase()));
  if (found.length > 1) return 'more than one MIG device begins like that';
  return found[0] ?? 'no MIG device has that UUID';
}

function isSame(one: VisibleDevice, other: VisibleDevice): boolean {
  return one.gpu.uuid === other.gpu.uuid && one.mig?.uuid === other.mig?.uuid;
}

function indices(gpus: readonly Gpu[]): string {
  return gpus.map(({ index }) => index).join(', ');
}

/** CUDA numbers the fastest card first, nvidia-smi goes by the PCI bus: with unlike cards an index may mean another one. */
function orderNotes(gpus: readonly Gpu[], entries: readonly string[]): readonly string[] {
  const areUnlike = new Set(gpus.map(({ name }) => name)).size > 1;
  if (!areUnlike || !entries.some((entry) => /^\d+$/.test(entry))) return [];
  return ['the cards differ: set CUDA_DEVICE_ORDER=PCI_BUS_ID, or name them by UUID, so that CUDA numbers them as nvidia-smi does'];
}
