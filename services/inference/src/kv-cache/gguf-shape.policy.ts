import { AppError } from '@docmind/errors';
import { attentionKind, type KvGroup, type ModelShape } from './model-shape.js';

export type GgufMetadata = Readonly<Record<string, unknown>>;

/** Which layer of so many sees the whole text, where the file has a window but no pattern. llama.cpp's loaders have 6 for gemma3, 4 for cohere2. */
const WINDOW_PATTERNS: Readonly<Record<string, number>> = { gemma2: 2, gemma3: 6, 'gpt-oss': 2, cohere2: 4 };

/**
 * Reads GGUF metadata as llama.cpp does; numbers may be bigint. The vocabulary's size is asked for where the metadata doesn't name it.
 * @throws AppError INVALID_ARGUMENT naming the key that is missing
 */
export function shapeOfGguf(metadata: GgufMetadata, vocabularySize = 0): ModelShape {
  const architecture = String(metadata['general.architecture'] ?? 'unknown');
  const read = (name: string) => metadata[`${architecture}.${name}`];
  const need = (name: string) => {
    const value = asNumber(read(name));
    if (value === undefined)
      throw new AppError('INVALID_ARGUMENT', `The GGUF file has no ${architecture}.${name}, so it cannot be planned`);
    return value;
  };
  const layers = need('block_count');
  const hiddenSize = need('embedding_length');
  return {
    architecture,
    ...attentionOf(architecture, read, need),
    layers,
    hiddenSize,
    intermediateSize: Math.max(...perLayer(read('feed_forward_length'), 1), 0) || 4 * hiddenSize,
    vocabularySize: asNumber(read('vocab_size')) ?? vocabularySize,
    maxContextTokens: need('context_length'),
    quantization: undefined,
  };
}

type Read = (name: string) => unknown;

function attentionOf(architecture: string, read: Read, need: (name: string) => number): Pick<ModelShape, 'attention' | 'groups'> {
  const layers = need('block_count');
  const heads = Math.max(...perLayer(read('attention.head_count'), 1));
  if (!Number.isFinite(heads) || heads <= 0) need('attention.head_count');
  const keyDim = asNumber(read('attention.key_length')) ?? need('embedding_length') / heads;
  const valueDim = asNumber(read('attention.value_length')) ?? need('embedding_length') / heads;
  // With multi-head latent attention only the compressed key is kept; the values are a part of it.
  if (asNumber(read('attention.key_length_mla')) !== undefined) {
    return { attention: 'MLA', groups: [{ layers, numbersPerToken: keyDim, headDims: [keyDim], windowTokens: undefined }] };
  }
  const kvHeads = perLayer(read('attention.head_count_kv') ?? heads, layers);
  const isWindowed = windowedLayers(architecture, read, layers);
  const windowTokens = asNumber(read('attention.sliding_window'));
  const all = kvHeads.map((count, layer) => ({
    numbersPerToken: count * (keyDim + valueDim),
    windowTokens: isWindowed[layer] ? windowTokens : undefined,
  }));
  return { attention: attentionKind(heads, Math.max(...kvHeads)), groups: grouped(all, [keyDim, valueDim]) };
}

function grouped(layers: readonly Pick<KvGroup, 'numbersPerToken' | 'windowTokens'>[], headDims: readonly number[]): KvGroup[] {
  const groups = new Map<string, KvGroup>();
  for (const layer of layers.filter(({ numbersPerToken }) => numbersPerToken > 0)) {
    const key = `${layer.numbersPerToken}/${layer.windowTokens}`;
    groups.set(key, { ...layer, headDims, layers: (groups.get(key)?.layers ?? 0) + 1 });
  }
  return [...groups.values()];
}

/** Layer by layer: does it keep a window only? */
function windowedLayers(architecture: string, read: Read, layers: number): readonly boolean[] {
  if (asNumber(read('attention.sliding_window')) === undefined) return Array<boolean>(layers).fill(false);
  const pattern = read('attention.sliding_window_pattern');
  if (Array.isArray(pattern)) return Array.from({ length: layers }, (_, layer) => Boolean(pattern[layer]));
  const every = asNumber(pattern) ?? WINDOW_PATTERNS[architecture];
  return Array.from({ length: layers }, (_, layer) => every === undefined || layer % every < every - 1);
}

/** One number for all layers, or one a layer. */
function perLayer(value: unknown, layers: number): readonly number[] {
  if (Array.isArray(value)) return value.map((entry) => asNumber(entry) ?? 0);
  return Array<number>(layers).fill(asNumber(value) ?? 0);
}

/** A window of 0 means none; so does a count of 0. */
function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
