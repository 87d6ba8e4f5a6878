import { describe, expect, it } from 'vitest';
import { engineFigures, LLAMA_SERVER_FIGURES, VLLM_FIGURES } from './engine-figures.policy.js';
import { VLLM_METRICS } from '../vllm/vllm-metrics.fixture.js';

describe('engineFigures', () => {
  it("reads vLLM's, over all its labels", () => {
    const text = `# HELP vllm:num_requests_running Number of requests.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="qwen"} 2.0
vllm:num_requests_running{engine="1",model_name="qwen"} 1.0
vllm:kv_cache_usage_perc{engine="0",model_name="qwen"} 0.25
vllm:prompt_tokens_total{engine="0",model_name="a \\"b\\" 9"} 1.2e+03
vllm:e2e_request_latency_seconds_bucket{le="+Inf"} 4
vllm:generation_tokens_total{engine="0"} NaN`;
    expect(engineFigures(text, VLLM_FIGURES)).toEqual({ running: 3, kvCacheUsage: 0.25, promptTokensTotal: 1_200 });
  });

  it('finds each name in what vLLM really writes, totals as counters and the rest as gauges', () => {
    const kindOf = (name: string) => new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(VLLM_METRICS)?.[1];
    const kinds = Object.entries(VLLM_FIGURES).map(([figure, name]) => [figure, kindOf(name)]);
    expect(kinds).toEqual(Object.keys(VLLM_FIGURES).map((figure) => [figure, figure.endsWith('Total') ? 'counter' : 'gauge']));
    expect(engineFigures(VLLM_METRICS, VLLM_FIGURES)).toEqual({
      running: 0,
      waiting: 0,
      kvCacheUsage: 0,
      promptTokensTotal: 141,
      cachedTokensTotal: 0,
      generatedTokensTotal: 70,
      preemptionsTotal: 0,
    });
  });

  it("reads llama-server's", () => {
    const text = 'llamacpp:prompt_tokens_total 31\nllamacpp:tokens_predicted_total 7\nllamacpp:requests_processing 0\n';
    expect(engineFigures(text, LLAMA_SERVER_FIGURES)).toEqual({ running: 0, promptTokensTotal: 31, generatedTokensTotal: 7 });
  });
});
