import type { EngineFigures } from '../../generation/llm-engine.port.js';
import { readPrometheus } from './prometheus-text.policy.js';

type Names = Readonly<Partial<Record<keyof EngineFigures, string>>>;

/** Of vLLM 0.32; `gpu_cache_usage_perc` of earlier versions is gone. */
export const VLLM_FIGURES: Names = {
  running: 'vllm:num_requests_running',
  waiting: 'vllm:num_requests_waiting',
  kvCacheUsage: 'vllm:kv_cache_usage_perc',
  promptTokensTotal: 'vllm:prompt_tokens_total',
  cachedTokensTotal: 'vllm:prompt_tokens_cached_total',
  generatedTokensTotal: 'vllm:generation_tokens_total',
  preemptionsTotal: 'vllm:num_preemptions_total',
};

/** Needs llama-server's --metrics. */
export const LLAMA_SERVER_FIGURES: Names = {
  running: 'llamacpp:requests_processing',
  waiting: 'llamacpp:requests_deferred',
  promptTokensTotal: 'llamacpp:prompt_tokens_total',
  cachedTokensTotal: 'llamacpp:prompt_tokens_cached_total',
  generatedTokensTotal: 'llamacpp:tokens_predicted_total',
};

/** An engine's exposition in our words; what it doesn't write is left out. */
export function engineFigures(text: string, names: Names): EngineFigures {
  const samples = readPrometheus(text);
  const figures = Object.entries(names).map(([figure, name]) => [figure, samples.get(name)] as const);
  return Object.fromEntries(figures.filter(([, value]) => value !== undefined));
}
