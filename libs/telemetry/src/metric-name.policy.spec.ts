import { expect, it } from 'vitest';
import { metricNameProblem } from './metric-name.policy.js';

it.each([
  ['counter', 'docmind_cache_lookups_total'],
  ['gauge', 'docmind_host_cpu_usage_ratio'],
  ['gauge', 'docmind_gpu_memory_used_bytes'],
  ['histogram', 'gen_ai_server_request_duration_seconds'],
] as const)('takes the %s %s', (kind, name) => expect(metricNameProblem(kind, name)).toBeUndefined());

it.each([
  ['counter', 'docmind_inference_aborted', 'must end in _total'],
  ['gauge', 'docmind_tokens_total', 'must not end in _total, because it is a gauge'],
  ['gauge', 'docmind_gpu_percent', 'not in percent'],
  ['histogram', 'docmind_wait_ms', 'not in ms'],
  ['gauge', 'cache_entries', 'must be docmind_* or gen_ai_*'],
  ['gauge', 'docmind_cacheEntries', 'in lower case'],
] as const)('refuses the %s %s', (kind, name, problem) => expect(metricNameProblem(kind, name)).toContain(problem));
