import { stat } from 'node:fs/promises';
import { AppError } from '@docmind/errors';

export interface GgufDescription {
  readonly format: 'gguf';
  /** As the file has it, without its tokenizer; 64-bit numbers are bigint. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Tokens of the vocabulary. */
  readonly vocabularySize: number;
  /** The tensors alone, without the metadata before them. */
  readonly weightsBytes: number;
}

/** One part of a model that lies in several files. */
const PART = /-(\d{5})-of-(\d{5})\.gguf$/;

/**
 * Metadata and weights of a GGUF file, or of all its parts when it is the first of several. Reads the head of each file only.
 * @throws AppError FAILED_PRECONDITION when the file is no GGUF file, breaks off early or a part is missing
 */
export async function readGguf(path: string): Promise<GgufDescription> {
  const { weightsBytes, ...head } = await readPart(path);
  const others = await Promise.all(otherParts(path).map((part) => readPart(part)));
  return { format: 'gguf', ...head, weightsBytes: others.reduce((sum, part) => sum + part.weightsBytes, weightsBytes) };
}

async function readPart(path: string): Promise<Omit<GgufDescription, 'format'>> {
  try {
    const { gguf } = await import('@huggingface/gguf');
    const { metadata, tensorDataOffset } = await gguf(path, { allowLocalFile: true });
    const entries = Object.entries(metadata as object) as [string, unknown][];
    const tokens = entries.find(([key]) => key === 'tokenizer.ggml.tokens')?.[1];
    const weightsBytes = (await stat(path)).size - Number(tensorDataOffset);
    if (weightsBytes <= 0) throw new Error('it breaks off before its tensors');
    return {
      metadata: Object.fromEntries(entries.filter(([key]) => !key.startsWith('tokenizer.'))),
      vocabularySize: Array.isArray(tokens) ? tokens.length : 0,
      weightsBytes,
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('FAILED_PRECONDITION', `${nameOf(path)} cannot be read as a GGUF file: ${why.replaceAll(path, nameOf(path))}`, {
      cause,
    });
  }
}

function otherParts(path: string): string[] {
  const [ending, first, last] = PART.exec(path) ?? [];
  if (!ending || Number(first) !== 1) return [];
  return Array.from({ length: Number(last) - 1 }, (_, at) => path.replace(PART, `-${String(at + 2).padStart(5, '0')}-of-${last}.gguf`));
}

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}
