import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { z } from 'zod';

export interface SafetensorsDescription {
  readonly format: 'safetensors';
  /** The content of config.json. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The tensors of all files, by their headers. */
  readonly weightsBytes: number;
}

/** The format's own limit is 100 MB; a header that claims more is not one. */
const MOST_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
const headerSchema = z.record(
  z.string(),
  z.union([z.object({ data_offsets: z.tuple([z.number(), z.number()]) }), z.record(z.string(), z.string())]),
);
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });
const configSchema = z.record(z.string(), z.unknown());

/**
 * A model as the hub keeps it: config.json and safetensors files. Reads their headers only.
 * @throws AppError FAILED_PRECONDITION naming the file that is missing, is shorter than its header says or isn't what its name says
 */
export async function readSafetensors(folder: string): Promise<SafetensorsDescription> {
  const config = await readJson(folder, 'config.json', configSchema);
  const names = await weightFiles(folder);
  const sizes = await Promise.all(names.map((name) => tensorBytes(folder, name)));
  return { format: 'safetensors', config, weightsBytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

async function weightFiles(folder: string): Promise<string[]> {
  const there = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const index = 'model.safetensors.index.json';
  const needed = (await readdir(folder)).includes(index) ? Object.values((await readJson(folder, index, indexSchema)).weight_map) : there;
  const missing = [...new Set(needed)].filter((name) => !there.includes(name));
  if (missing.length > 0) throw broken(`${missing.join(', ')} is missing, which ${index} names`);
  if (needed.length === 0) throw broken('it has no .safetensors file');
  return [...new Set(needed)];
}

async function tensorBytes(folder: string, name: string): Promise<number> {
  const file = await open(join(folder, name));
  try {
    const header = await readHeader(file, name);
    const ends = Object.values(header.tensors).flatMap((entry) => ('data_offsets' in entry ? [Number(entry.data_offsets[1])] : []));
    const bytes = Math.max(0, ...ends);
    const { size } = await file.stat();
    if (size < header.bytes + bytes) throw broken(`${name} has ${size} bytes, ${header.bytes + bytes} are right: it was not fetched whole`);
    return bytes;
  } finally {
    await file.close();
  }
}

async function readHeader(file: FileHandle, name: string): Promise<{ bytes: number; tensors: z.infer<typeof headerSchema> }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LENGTH_BYTES), 0, LENGTH_BYTES, 0);
  const length = bytesRead === LENGTH_BYTES ? Number(buffer.readBigUInt64LE()) : 0;
  if (length === 0 || length > MOST_HEADER_BYTES) throw broken(`${name} has no safetensors header`);
  const text = await file.read(Buffer.alloc(length), 0, length, LENGTH_BYTES);
  return { bytes: LENGTH_BYTES + length, tensors: parse(text.buffer.toString('utf8', 0, text.bytesRead), name, headerSchema) };
}

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw broken(`${name} is missing`);
  });
  return parse(text, name, schema);
}

function parse<T>(text: string, name: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw broken(`${name} is not what its name says`, cause);
  }
}

function broken(what: string, cause?: unknown): AppError {
  return new AppError('FAILED_PRECONDITION', `The model folder cannot be used: ${what}`, { cause });
}
