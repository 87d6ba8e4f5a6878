/** Attention layers that keep their keys and values alike. */
export interface KvGroup {
  readonly layers: number;
  /** What one layer keeps of one token: keys and values of all KV heads, or one compressed vector. */
  readonly numbersPerToken: number;
  /** Dimensions of a head's key and value. */
  readonly headDims: readonly number[];
  /** Only so many last tokens are kept; undefined where all are. */
  readonly windowTokens: number | undefined;
}

export type AttentionKind = 'MHA' | 'GQA' | 'MQA' | 'MLA';

/** What planning needs to know of a model, read from its config.json or GGUF metadata. */
export interface ModelShape {
  readonly architecture: string;
  readonly attention: AttentionKind;
  /** All layers, also those that keep nothing of a token. */
  readonly layers: number;
  readonly groups: readonly KvGroup[];
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  readonly maxContextTokens: number;
  /** How the checkpoint's weights are kept, such as fp8 or awq; undefined for plain 16 or 32 bit. */
  readonly quantization: string | undefined;
}

export function attentionKind(heads: number, kvHeads: number): AttentionKind {
  if (kvHeads === heads) return 'MHA';
  return kvHeads === 1 ? 'MQA' : 'GQA';
}
