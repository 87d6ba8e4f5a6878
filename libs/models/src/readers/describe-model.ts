import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { type GgufDescription, readGguf } from './gguf.reader.js';
import { readSafetensors, type SafetensorsDescription } from './safetensors.reader.js';

export type ModelDescription = GgufDescription | SafetensorsDescription;

/**
 * What a model's own files say about it: a GGUF file, or a folder that holds one or is laid out as the hub's are.
 * @throws AppError FAILED_PRECONDITION saying what is missing
 */
export async function describeModel(path: string): Promise<ModelDescription> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new AppError('FAILED_PRECONDITION', `There is no model at ${path}`);
  if (!found.isDirectory()) return readGguf(path);
  const gguf = await firstGguf(path);
  return gguf === undefined ? readSafetensors(path) : readGguf(gguf);
}

async function firstGguf(folder: string): Promise<string | undefined> {
  const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.gguf')).sort();
  return name === undefined ? undefined : join(folder, name);
}
