// A small file beside the model's own: what was checked, so that a start needn't hash 98 MB again.
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const MANIFEST_NAME = '.manifest.json';

const manifestFileSchema = z.object({
  /** The hash that was found, when a file was hashed. */
  sha256: z.string(),
  bytes: z.number(),
  mtimeMs: z.number(),
});
const manifestSchema = z.object({ source: z.string(), files: z.record(z.string(), manifestFileSchema) });

export type ManifestFile = z.infer<typeof manifestFileSchema>;
export type ModelManifest = z.infer<typeof manifestSchema>;

/** Undefined where there is none or it can't be read: then the files are hashed. */
export function readManifest(folder: string): ModelManifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST_NAME), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  const temporary = join(folder, `${MANIFEST_NAME}.${process.pid}`);
  await writeFile(temporary, JSON.stringify(manifest, null, 2) + '\n', { mode: 0o640 });
  await rename(temporary, join(folder, MANIFEST_NAME));
}
