import type { GateDefinition, Selector } from './gate.types.js';

const PER_TOKEN = 'gen_ai_server_time_per_output_token_seconds';

/** There where the metrics service sees a GPU. */
export const GPU: Selector = { metric: 'docmind_gpu_memory_used_bytes' };

/** Of the specification, for an RTX 4090 Laptop. */
export const inferenceGates: readonly GateDefinition[] = [
  {
    id: 'decode-speed',
    title: 'Decode: 100 tokens a second and more',
    group: 'inference',
    source: 'specification',
    target: { atLeast: 100 },
    unit: 'tokens/s',
    figure: {
      kind: 'mean',
      sum: { metric: `${PER_TOKEN}_count` },
      count: { metric: `${PER_TOKEN}_sum` },
      samples: { metric: `${PER_TOKEN}_count` },
    },
    needs: 'gpu',
  },
  {
    id: 'prefill-speed',
    title: 'Prefill: 800 tokens a second and more',
    group: 'inference',
    source: 'specification',
    target: { atLeast: 800 },
    unit: 'tokens/s',
    figure: {
      kind: 'mean',
      sum: { metric: 'docmind_inference_prefill_tokens_total' },
      count: { metric: 'docmind_inference_prefill_seconds_total' },
      samples: { metric: 'docmind_inference_prefill_tokens_total' },
    },
    needs: 'gpu',
  },
  {
    id: 'vram',
    title: 'GPU memory below 16 GB',
    group: 'inference',
    source: 'specification',
    target: { below: 16e9 },
    unit: 'bytes',
    figure: { kind: 'highest', of: GPU },
    needs: 'gpu',
  },
  {
    id: 'ram',
    title: 'Memory of the services below 4 GB',
    group: 'inference',
    source: 'specification',
    target: { below: 4e9 },
    unit: 'bytes',
    figure: { kind: 'total', of: { metric: 'docmind_service_memory_bytes' } },
  },
  {
    id: 'backend-switch',
    title: 'Switch of backends within 5 s',
    group: 'inference',
    source: 'specification',
    target: { below: 5 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: 'docmind_inference_switch_duration_seconds' }, quantile: 0.95 },
  },
  {
    id: 'context-trimming',
    title: 'Trimming a context within 100 ms',
    group: 'inference',
    source: 'specification',
    target: { below: 0.1 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: 'docmind_inference_context_trim_seconds' }, quantile: 0.95 },
  },
  {
    id: 'quantization-loss',
    title: 'FP8 loses less than 2 % of accuracy',
    group: 'inference',
    source: 'specification',
    target: { below: 0.02 },
    unit: 'ratio',
    shownBy: 'npm run docmind -- verify-host --earlier, with FP8 and with BF16 weights on a GPU host',
    needs: 'gpu',
  },
];
