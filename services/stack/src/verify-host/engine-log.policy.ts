import { type Check, held, judged, noData } from './check.js';

const GIB = 1_073_741_824;

interface Line {
  readonly id: string;
  readonly what: string;
  readonly unit: Check['unit'];
  /** Its first group is the figure. */
  readonly pattern: RegExp;
  readonly scale?: number;
}

/** As vLLM prints them, with V1's engine. */
const FIGURES: readonly Line[] = [
  { id: 'vllm-weights', what: 'vLLM: memory of the weights', unit: 'bytes', pattern: /Model loading took ([\d.]+) GiB/, scale: GIB },
  {
    id: 'vllm-load',
    what: 'vLLM: loading the weights',
    unit: 'seconds',
    pattern: /Model loading took [\d.]+ GiB(?: memory)? and ([\d.]+) ?s/,
  },
  {
    id: 'vllm-kv-memory',
    what: 'vLLM: memory of the KV cache',
    unit: 'bytes',
    pattern: /Available KV cache memory: ([\d.]+) GiB/,
    scale: GIB,
  },
  { id: 'vllm-kv-tokens', what: 'vLLM: tokens of the KV cache', unit: 'count', pattern: /KV cache size: ([\d,]+) tokens/ },
  { id: 'vllm-graphs', what: 'vLLM: capturing CUDA graphs', unit: 'seconds', pattern: /Graph capturing finished in ([\d.]+) secs/ },
  { id: 'vllm-start', what: 'vLLM: profile, KV cache and warm-up', unit: 'seconds', pattern: /init engine \([^)]{0,80}\) took ([\d.]+) s/ },
];
const FP8 = /quantization=\S*fp8/i;
const FP8_KV = /kv_cache_dtype=\S*fp8/i;
const ATTENTION = /Using (\w+) (?:attention backend|backend on V1)/i;
const MAX_LINE_CHARS = 16_000;

/** What vLLM said when it started, which none of its routes tells. The last start in the log counts. */
export function engineLogChecks(log: string | undefined): Check[] {
  const [id, what] = ['vllm-log', "vLLM's start: FP8, FlashInfer, memory and time"];
  if (log === undefined)
    return [noData(id, what, 'only with --engine-log, which takes what it printed: docker compose logs --no-log-prefix vllm')];
  const lines = log.split('\n').map((line) => line.slice(0, MAX_LINE_CHARS));
  const attention = lastOf(lines, ATTENTION);
  const figures = FIGURES.flatMap(({ pattern, scale = 1, ...figure }) => {
    const found = lastOf(lines, pattern);
    return found === undefined ? [] : [judged({ ...figure, value: Number(found.replaceAll(',', '')) * scale })];
  });
  if (figures.length === 0) return [noData(id, what, 'the log has none of the lines that vLLM prints when it starts')];
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  return [
    held('vllm-fp8', 'vLLM: FP8 weights', has(FP8)),
    held('vllm-fp8-kv', 'vLLM: KV cache in FP8', has(FP8_KV)),
    held(
      'vllm-flashinfer',
      'vLLM: attention by FlashInfer',
      attention?.toUpperCase() === 'FLASHINFER',
      attention ?? 'the log names no attention backend',
    ),
    ...figures,
  ];
}

function lastOf(lines: readonly string[], pattern: RegExp): string | undefined {
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const found = pattern.exec(lines[index] ?? '')?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
