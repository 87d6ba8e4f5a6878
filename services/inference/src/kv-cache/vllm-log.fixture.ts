// What vLLM 0.32.0 on a CPU logged at its start: two layers of Qwen3's form (scripts/engines/vllm-tiny.json), and SmolLM2-135M-Instruct in 16 bit.
export const VLLM_LOGS = {
  tiny: {
    bf16: `[cpu_worker.py:260] Explicitly set (1.0/17.09) GiB for KV cache on node 0.
[kv_cache_utils.py:2327] CPU KV cache size: 2,097,152 tokens, Maximum concurrency for 2,048 tokens per request: 1024.00x`,
    fp8: `[cpu_worker.py:260] Explicitly set (1.0/17.09) GiB for KV cache on node 0.
[kv_cache_utils.py:2327] CPU KV cache size: 4,194,304 tokens, Maximum concurrency for 2,048 tokens per request: 2048.00x`,
  },
  smol: `[cpu_worker.py:260] Explicitly set (1.0/17.09) GiB for KV cache on node 0.
[kv_cache_utils.py:2327] CPU KV cache size: 46,592 tokens, Maximum concurrency for 2,048 tokens per request: 22.75x`,
} as const;

/** Of a CPU's log, whose memory for the cache is given and printed with one decimal. */
export function vllmFiguresOf(log: string): { readonly budgetGib: number; readonly tokens: number } {
  const [, budgetGib] = /\(([\d.]+)\/[\d.]+\) GiB for KV cache/.exec(log) ?? [];
  const [, tokens] = /CPU KV cache size: ([\d,]+) tokens/.exec(log) ?? [];
  return { budgetGib: Number(budgetGib), tokens: Number(tokens?.replaceAll(',', '')) };
}
