import { open } from 'node:fs/promises';

/** So that names that were given or taken in it outlive a power cut: syncing a file saves its bytes only. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
