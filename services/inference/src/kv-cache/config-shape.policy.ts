import { AppError } from '@docmind/errors';
import { attentionKind, type KvGroup, type ModelShape } from './model-shape.js';

type Config = Readonly<Record<string, unknown>>;

/**
 * Reads a model's config.json, whatever its family calls things. head_dim counts where it stands: hidden size / heads is not always right
 * (Qwen3-4B: 2560 / 32 = 80, but 128).
 * @throws AppError INVALID_ARGUMENT naming the key that is missing or makes no sense
 */
export function shapeOfConfig(given: Config): ModelShape {
  // Models that see or hear keep their language part in a config of its own.
  const config: Config = isObject(given.text_config) ? { ...given, ...given.text_config } : given;
  const layers = needed(config, ['num_hidden_layers', 'n_layer', 'num_layers']);
  const hiddenSize = needed(config, ['hidden_size', 'n_embd', 'd_model']);
  return {
    architecture: architectureOf(config),
    ...attentionOf(config, layers, hiddenSize),
    layers,
    hiddenSize,
    intermediateSize: number(config, ['intermediate_size', 'n_inner', 'ffn_dim', 'ffn_hidden_size']) ?? 4 * hiddenSize,
    vocabularySize: needed(config, ['vocab_size']),
    maxContextTokens: needed(config, ['max_position_embeddings', 'n_positions', 'n_ctx', 'seq_length', 'max_seq_len']),
    quantization: quantizationOf(config),
  };
}

function attentionOf(config: Config, layers: number, hiddenSize: number): Pick<ModelShape, 'attention' | 'groups'> {
  const latent = number(config, ['kv_lora_rank']);
  if (latent !== undefined) {
    const kept = latent + (number(config, ['qk_rope_head_dim']) ?? 0);
    return { attention: 'MLA', groups: [{ layers, numbersPerToken: kept, headDims: [kept], windowTokens: undefined }] };
  }
  const heads = needed(config, ['num_attention_heads', 'n_head', 'num_heads']);
  const kvHeads = number(config, ['num_key_value_heads', 'num_kv_heads', 'n_head_kv']) ?? (config.multi_query === true ? 1 : heads);
  const headDim = number(config, ['head_dim']) ?? hiddenSize / heads;
  if (!Number.isInteger(headDim)) {
    throw wrong(`hidden_size ${hiddenSize} is no multiple of ${heads} heads, so head_dim must be given`);
  }
  const numbersPerToken = 2 * kvHeads * headDim;
  const groups = layersByWindow(config, layers).map((group) => ({ ...group, numbersPerToken, headDims: [headDim] }));
  return { attention: attentionKind(heads, kvHeads), groups };
}

type Windows = Pick<KvGroup, 'layers' | 'windowTokens'>[];

/** Which layers keep all tokens and which only a window; layers that keep a fixed state (linear attention) are left out. */
function layersByWindow(config: Config, layers: number): Windows {
  const types = config.layer_types;
  const windowTokens = windowOf(config);
  if (Array.isArray(types)) return byTypes(types, windowTokens);
  if (windowTokens === undefined) return [{ layers, windowTokens }];
  const full = fullLayers(config, layers);
  return [
    { layers: full, windowTokens: undefined },
    { layers: layers - full, windowTokens },
  ].filter((group) => group.layers > 0);
}

function byTypes(types: readonly unknown[], windowTokens: number | undefined): Windows {
  const count = (...names: string[]) => types.filter((type) => names.includes(String(type))).length;
  return [
    { layers: count('full_attention', 'attention', 'global_attention'), windowTokens: undefined },
    { layers: count('sliding_attention', 'chunked_attention', 'local_attention'), windowTokens },
  ].filter((group) => group.layers > 0);
}

function windowOf(config: Config): number | undefined {
  if (config.use_sliding_window === false) return undefined;
  return number(config, ['sliding_window', 'attention_chunk_size', 'sliding_window_size']);
}

/** How many layers keep all tokens although the model has a window. */
function fullLayers(config: Config, layers: number): number {
  const every = number(config, ['sliding_window_pattern']) ?? (config.model_type === 'gemma2' ? 2 : undefined);
  if (every !== undefined) return Math.floor(layers / every);
  // Qwen2: the window is for the layers from this one on.
  return Math.min(layers, config.use_sliding_window === true ? (number(config, ['max_window_layers']) ?? 0) : 0);
}

function architectureOf(config: Config): string {
  const [first] = Array.isArray(config.architectures) ? config.architectures : [];
  return String(first ?? config.model_type ?? 'unknown');
}

function quantizationOf(config: Config): string | undefined {
  const quantization = config.quantization_config ?? config.compression_config;
  if (!isObject(quantization)) return undefined;
  return typeof quantization.quant_method === 'string' ? quantization.quant_method.toLowerCase() : 'unknown';
}

function needed(config: Config, names: readonly string[]): number {
  const value = number(config, names);
  if (value === undefined) throw wrong(`${names.join(' or ')} is missing`);
  return value;
}

function number(config: Config, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = config[name];
    if (value === undefined || value === null || value === 0) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
      throw wrong(`${name} must be a positive whole number, not ${JSON.stringify(value)}`);
    }
    return value;
  }
  return undefined;
}

function wrong(what: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The model's config.json does not describe a decoder that can be planned: ${what}`);
}

function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
