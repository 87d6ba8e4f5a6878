import { type Board, lines, perMinute, perSecond, quantile, stat, tableOf } from './board.types.js';

const HITS = 'docmind_cache_lookups_total{result=~"exact|semantic"}';

const overview: Board = {
  uid: 'docmind-overview',
  title: 'DocMind: overview',
  panels: [
    stat('Services up', 'short', { '{{service}}': 'up{job="docmind"}' }),
    stat('Gates that fail', 'short', { failing: 'count(docmind:gate:pass == 0) or vector(0)' }),
    lines('Questions a minute', 'opm', { '{{cache}}': perMinute('docmind_queries_total', ['cache']) }),
    lines('Time of a question, p95', 's', { '{{cache}}': quantile(0.95, 'docmind_query_duration_seconds', ['cache']) }),
    lines('Share of lookups that hit', 'percentunit', { hits: `${perSecond(HITS)} / ${perSecond('docmind_cache_lookups_total')}` }),
    lines('Answers a minute, by how they came about', 'opm', { '{{mode}}': perMinute('docmind_queries_total{error=""}', ['mode']) }),
    lines('Errors a minute', 'opm', {
      '{{operation}} {{code}}': `${perMinute('docmind_operation_errors_total', ['operation', 'code'])} > 0 or ${perMinute('docmind_operation_errors_total')}`,
    }),
    lines('Retries and fallbacks a minute', 'opm', {
      '{{operation}} {{kind}}': perMinute('docmind_operation_attempts_total', ['operation', 'kind']),
    }),
    lines('Tokens a second', 'short', { '{{operation}} {{kind}}': perSecond('docmind_tokens_total', ['operation', 'kind']) }),
  ],
};

const FIRST_TOKEN = 'gen_ai_server_time_to_first_token_seconds';
const PER_TOKEN = 'gen_ai_server_time_per_output_token_seconds';

const inference: Board = {
  uid: 'docmind-inference',
  title: 'DocMind: inference',
  panels: [
    lines('Time to the first token', 's', { p50: quantile(0.5, FIRST_TOKEN), p95: quantile(0.95, FIRST_TOKEN) }),
    lines('Time of an output token', 's', { p50: quantile(0.5, PER_TOKEN), p95: quantile(0.95, PER_TOKEN) }),
    lines('Decode, tokens a second of one stream', 'short', {
      decode: `${perSecond(`${PER_TOKEN}_count`)} / ${perSecond(`${PER_TOKEN}_sum`)}`,
    }),
    lines('Prefill, tokens a second', 'short', {
      prefill: `${perSecond('docmind_inference_prefill_tokens_total')} / ${perSecond('docmind_inference_prefill_seconds_total')}`,
    }),
    lines('Running and waiting', 'short', {
      running: 'sum(docmind_inference_running)',
      waiting: 'sum(docmind_inference_queue_depth)',
      'waiting for a backend': 'sum(docmind_inference_waiting_for_backend)',
    }),
    lines('Tokens that wait', 'short', { tokens: 'sum(docmind_inference_queue_tokens)' }),
    lines('Length of prompts, p95', 'short', { tokens: quantile(0.95, 'gen_ai_client_token_usage') }),
    lines('Generations a minute, by how they ended', 'opm', {
      '{{error_type}}': perMinute('gen_ai_server_request_duration_seconds_count', ['error_type']),
      stopped: perMinute('docmind_inference_aborted_total'),
    }),
    lines('Failed engines: generations answered after all, and not', 'opm', {
      '{{outcome}}': perMinute('docmind_inference_recoveries_total', ['outcome']),
    }),
    lines('Prompts cut a minute', 'opm', { cut: perMinute('docmind_inference_context_trims_total') }),
    stat('Backends that serve', 'short', { '{{backend}}': 'docmind_inference_backend_ready' }),
    lines('KV cache in use', 'percentunit', { '{{backend}}': 'docmind_engine_kv_cache_usage_ratio' }, 'an engine with figures of its own'),
    lines(
      'Share of prompt tokens from the prefix cache',
      'percentunit',
      {
        '{{backend}}': `${perSecond('docmind_engine_cached_prompt_tokens_total', ['backend'])} / ${perSecond('docmind_engine_prompt_tokens_total', ['backend'])}`,
      },
      'an engine with figures of its own',
    ),
    lines('Switches of backends, p95', 's', { p95: quantile(0.95, 'docmind_inference_switch_duration_seconds') }, 'a switch of backends'),
  ],
};

const cache: Board = {
  uid: 'docmind-cache',
  title: 'DocMind: cache',
  panels: [
    lines('Lookups a minute', 'opm', { '{{result}}': perMinute('docmind_cache_lookups_total', ['result']) }),
    lines('Time of a lookup, p95', 's', { '{{result}}': quantile(0.95, 'docmind_cache_lookup_duration_seconds', ['result']) }),
    lines('Repeated questions a minute', 'opm', { '{{result}}': perMinute('docmind_cache_repeated_lookups_total', ['result']) }),
    lines('Faults a minute', 'opm', { '{{part}}': perMinute('docmind_cache_faults_total', ['part']) }),
    lines('Answers offered a minute', 'opm', { '{{result}}': perMinute('docmind_cache_stores_total', ['result']) }),
    lines('Kept answers', 'short', { answers: 'sum(docmind_cache_entries)' }),
    lines('What they take', 'bytes', {
      answers: 'sum(docmind_cache_bytes)',
      'steps of ingestion': 'sum(docmind_cache_ingestion_bytes{form="kept"})',
    }),
    lines('Steps of ingestion a minute', 'opm', {
      '{{step}} {{result}}': perMinute('docmind_cache_ingestion_steps_total', ['step', 'result']),
    }),
    lines('Wrong semantic hits: share and budget', 'percentunit', {
      '{{bound}}': 'docmind_cache_false_hit_ratio',
      budget: 'docmind_cache_false_hit_budget_ratio',
    }),
    lines('Sampled hits a minute, by verdict', 'opm', { '{{verdict}}': perMinute('docmind_cache_shadow_checks_total', ['verdict']) }),
    lines('Through the caching proxy a minute', 'opm', { '{{result}}': perMinute('docmind_cache_proxy_requests_total', ['result']) }),
    lines('How much stricter likeness is judged than shipped', 'short', { shift: 'docmind_cache_calibration_shift' }),
  ],
};

const agents: Board = {
  uid: 'docmind-agents',
  title: 'DocMind: agents and answers',
  panels: [
    lines('Time in each agent, p95', 's', { '{{agent}}': quantile(0.95, 'docmind_agent_duration_seconds', ['agent']) }),
    lines('Coordination of a question, p95', 's', { p95: quantile(0.95, 'docmind_agent_coordination_seconds') }),
    lines('Handoffs a minute', 'opm', { handoffs: perMinute('docmind_agent_handoffs_total') }),
    lines('Tool calls a minute', 'opm', { '{{outcome}}': perMinute('docmind_agent_tool_calls_total', ['outcome']) }),
    lines('Tokens a second, by agent', 'short', {
      '{{agent}} {{direction}}': perSecond('docmind_agent_tokens_total', ['agent', 'direction']),
    }),
    lines('Questions in which an agent failed', 'opm', { '{{outcome}}': perMinute('docmind_agent_recoveries_total', ['outcome']) }),
    lines('Share of questions about documents that are refused', 'percentunit', {
      refused: `${perSecond('docmind_queries_total{mode="refused"}')} / ${perSecond('docmind_queries_total{mode=~"generated|extractive|refused"}')}`,
    }),
  ],
};

const REQUESTS = 'docmind_database_request_duration_seconds';

const persistence: Board = {
  uid: 'docmind-persistence',
  title: 'DocMind: persistence',
  panels: [
    lines('Requests a second', 'reqps', { '{{kind}}': perSecond(`${REQUESTS}_count`, ['kind']) }),
    lines('Time of a request, p95', 's', { '{{kind}}': quantile(0.95, REQUESTS, ['kind']) }),
    lines('Turned away by a lock, a minute', 'opm', { busy: perMinute('docmind_database_busy_total') }),
    lines('Performance records that wait', 'short', { records: 'sum(docmind_performance_records_waiting)' }),
    lines('Performance records lost, a minute', 'opm', {
      '{{reason}}': perMinute('docmind_performance_records_dropped_total', ['reason']),
    }),
  ],
};

const host: Board = {
  uid: 'docmind-host',
  title: 'DocMind: host and GPU',
  panels: [
    lines('Processor', 'percentunit', { 'all cores': 'docmind_host_cpu_usage_ratio' }),
    lines('Memory of the machine', 'bytes', { used: 'docmind_host_memory_used_bytes' }),
    lines('Memory of the services', 'bytes', { '{{service}}': 'sum by (service) (docmind_service_memory_bytes)' }),
    lines('Waiting for the event loop, p99', 's', { '{{service}}': 'max by (service) (nodejs_eventloop_lag_p99_seconds)' }),
    stat('Start of the services', 's', { '{{service}}': 'docmind_start_duration_seconds' }),
    lines('GPU', 'percentunit', { '{{gpu}}': 'docmind_gpu_usage_ratio' }, 'a GPU'),
    lines('Memory of the GPU', 'bytes', { used: 'docmind_gpu_memory_used_bytes', total: 'docmind_gpu_memory_total_bytes' }, 'a GPU'),
  ],
};

const gates: Board = {
  uid: 'docmind-gates',
  title: 'DocMind: gates',
  panels: [
    tableOf('Gates over the last hour: 1 passes, 0 fails; one without data is not listed', 'short', { '{{gate}}': 'docmind:gate:pass' }),
    lines('Verdicts', 'short', { '{{gate}}': 'docmind:gate:pass' }),
    lines('Samples', 'short', { '{{gate}}': 'docmind:gate:samples' }),
    lines('Values', 'short', { '{{gate}}': 'docmind:gate:value' }),
  ],
};

export const BOARDS: readonly Board[] = [overview, inference, cache, agents, persistence, host, gates];
