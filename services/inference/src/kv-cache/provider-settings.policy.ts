import type { EngineSetting, KvDtype } from '@docmind/contracts';
import type { PlanFigures } from './plan-reasons.policy.js';

/** The plan as the engine's own settings. For vLLM these are the ones that depend on the card; `docmind vllm args` has them all. */
export function providerSettings(plan: PlanFigures): EngineSetting[] {
  switch (plan.engine) {
    case 'vllm':
      return vllmSettings(plan);
    case 'llamacpp':
      return llamaSettings(plan);
    case 'ollama':
      return ollamaSettings(plan);
  }
}

const setting = (name: string, value: string | number, reason: string): EngineSetting => ({ name, value: String(value), reason });

function vllmSettings(plan: PlanFigures): EngineSetting[] {
  return [
    setting('--max-model-len', plan.maxModelLen, 'the longest sequence whose KV cache fits'),
    setting('--kv-cache-dtype', VLLM_DTYPES[plan.kvDtype] ?? 'auto', `${plan.kvBytesPerToken} bytes a token`),
    setting(
      '--gpu-memory-utilization',
      plan.gpuMemoryUtilization,
      'leaves 1.25 GiB to a desktop and the driver; vLLM starts only when it is free',
    ),
    setting('--max-num-seqs', plan.maxNumSeqs, `the cache holds ${plan.kvTokens} tokens, and sequences are a quarter full on average`),
    setting('--max-num-batched-tokens', plan.maxNumBatchedTokens, 'activations of a larger batch would take memory from the cache'),
  ];
}

const VLLM_DTYPES: Partial<Readonly<Record<KvDtype, string>>> = { fp8: 'fp8', fp16: 'float16', bf16: 'bfloat16' };

function llamaDtype(dtype: KvDtype): string {
  return dtype === 'fp16' ? 'f16' : dtype;
}

function llamaSettings(plan: PlanFigures): EngineSetting[] {
  const type = llamaDtype(plan.kvDtype);
  const why = `${plan.kvBytesPerToken} bytes a token`;
  return [
    setting('--ctx-size', plan.maxModelLen * plan.maxNumSeqs, 'the context of all slots together'),
    setting('--cache-type-k', type, why),
    setting('--cache-type-v', type, why),
    setting('--flash-attn', 'on', 'a quantised cache of values needs it'),
    setting('--n-gpu-layers', ...llamaLayers(plan)),
    setting('--parallel', plan.maxNumSeqs, 'slots share the context'),
  ];
}

/** llama.cpp counts the output as one more layer. */
function llamaLayers({ gpuLayers, layers }: PlanFigures): [layers: number, reason: string] {
  return gpuLayers === layers ? [layers + 1, 'all layers and the output fit'] : [gpuLayers, 'as many layers as fit'];
}

const OLLAMA_DTYPES: readonly string[] = ['f16', 'q8_0', 'q4_0'];

function ollamaSettings(plan: PlanFigures): EngineSetting[] {
  const type = llamaDtype(plan.kvDtype);
  const known = OLLAMA_DTYPES.includes(type) ? type : 'f16';
  const why = known === type ? `${plan.kvBytesPerToken} bytes a token` : `Ollama takes ${OLLAMA_DTYPES.join(', ')} only`;
  return [
    setting('OLLAMA_CONTEXT_LENGTH', plan.maxModelLen, "Ollama's own default is small"),
    setting('OLLAMA_KV_CACHE_TYPE', known, why),
    setting('OLLAMA_FLASH_ATTENTION', '1', 'a quantised cache needs it'),
    setting('OLLAMA_NUM_PARALLEL', plan.maxNumSeqs, 'each slot takes a context of its own'),
    setting('num_gpu', ...llamaLayers(plan)),
  ];
}
