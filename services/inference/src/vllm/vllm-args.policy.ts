import { batchedTokensVerdict, modelLengthVerdict, sequencesVerdict, utilizationVerdict } from './capacity-rules.policy.js';
import { attentionVerdict, kvDtypeVerdict, offloadingVerdict, quantizationVerdict, swapSpaceVerdict } from './engine-rules.policy.js';
import {
  dropped,
  omitted,
  passed,
  type Verdict,
  type VllmArgument,
  type VllmCommand,
  type VllmContext,
  type VllmMapping,
} from './vllm-command.js';
import type { VllmSettingName } from './vllm-service.schema.js';
import type { GivenSetting, GivenSettings } from './vllm-settings.policy.js';

type Value = string | number | boolean;
type Rule = (value: Value, context: VllmContext) => Verdict;

const onOff =
  (flag: string, reason: string): Rule =>
  (value) =>
    value === true ? passed(flag, undefined, reason) : passed(flag.replace('--', '--no-'), undefined, reason);
const gone =
  (reason: string): Rule =>
  () =>
    dropped(reason);
const numberOrAuto = (value: Value) => (value === 'auto' ? 'auto' : Number(value));
const manyCards =
  (flag: string): Rule =>
  (value) =>
    Number(value) === 1 ? omitted('one is the default') : passed(flag, Number(value), 'the model is spread over so many cards');

/** Every setting of config/vllm_service.yaml, in the order of the command line. */
const RULES: Readonly<Record<VllmSettingName, Rule>> = {
  'model.path': () => omitted('stands first on the command line'),
  'model.name': () => omitted('names the model where neither a path nor served_name does'),
  'model.served_name': (value) => passed('--served-model-name', String(value), 'what requests call the model'),
  'server.host': (value) =>
    passed('--host', String(value), 'vLLM itself guards only /v1 by a key: keep it on loopback or an internal network'),
  'server.port': (value) => passed('--port', Number(value), "a flag, because VLLM_PORT in vLLM's own environment is an internal port"),
  'server.api_key': gone(
    'a key on the command line is seen by every user of the machine; set VLLM_API_KEY in the environment of the engine',
  ),
  'server.sleep_mode': (value) =>
    value === true
      ? passed('--enable-sleep-mode', undefined, 'frees the card for another engine without a restart')
      : omitted('off is the default'),
  'server.tool_call_parser': (value) =>
    passed('--tool-call-parser', String(value), "reads the model's tool calls; goes with --enable-auto-tool-choice"),
  'engine.max_model_len': (value, context) => modelLengthVerdict(numberOrAuto(value), context),
  'engine.quantization': (value, context) => quantizationVerdict(String(value), context),
  'engine.attention_backend': (value, context) => attentionVerdict(String(value), context),
  'engine.kv_cache_dtype': (value, context) => kvDtypeVerdict(String(value), context),
  'engine.calculate_kv_scales': gone('vLLM has removed it; scales come with the checkpoint, else they are 1'),
  'engine.enforce_eager': (value) =>
    value === true ? passed('--enforce-eager', undefined, 'no CUDA graphs: less memory, slower') : omitted('off is the default'),
  'engine.gpu_memory_utilization': (value, context) => utilizationVerdict(numberOrAuto(value), context),
  'engine.swap_space': (value) => swapSpaceVerdict(Number(value)),
  'engine.kv_offloading_gib': (value) => offloadingVerdict(Number(value)),
  'engine.disable_sliding_window': (value) =>
    value === true
      ? passed('--disable-sliding-window', undefined, "the model's window is given up, and its context is cut to it")
      : omitted('off is the default'),
  'performance.max_num_seqs': (value, context) => sequencesVerdict(numberOrAuto(value), context),
  'performance.max_num_batched_tokens': (value, context) => batchedTokensVerdict(numberOrAuto(value), context),
  'performance.max_seq_len_to_capture': gone('vLLM has removed it; CUDA graphs are captured by batch size now'),
  'performance.disable_log_stats': (value) =>
    value === true
      ? passed('--disable-log-stats', undefined, 'a switch: vLLM stops counting')
      : omitted('a switch whose presence alone turns statistics off, even with "false" behind it'),
  'gpu.tensor_parallel_size': manyCards('--tensor-parallel-size'),
  'gpu.pipeline_parallel_size': manyCards('--pipeline-parallel-size'),
  'gpu.trust_remote_code': (value) =>
    value === true ? dropped('it runs code that comes with a model; the models named here need none') : omitted('off is the default'),
  'optimization.enable_prefix_caching': onOff('--enable-prefix-caching', 'a switch without a value; on is the default'),
  'optimization.enable_chunked_prefill': onOff('--enable-chunked-prefill', 'a switch without a value; on is the default'),
  'optimization.max_num_prefills': gone('vLLM has removed it; the batch is bounded by --max-num-batched-tokens'),
};

const DEFAULTS: readonly Omit<GivenSetting, 'from'>[] = [
  { setting: 'server.host', value: '127.0.0.1' },
  { setting: 'server.port', value: 8_000 },
  { setting: 'server.sleep_mode', value: true },
  { setting: 'server.tool_call_parser', value: 'hermes' },
  { setting: 'engine.max_model_len', value: 'auto' },
  { setting: 'engine.gpu_memory_utilization', value: 'auto' },
  { setting: 'performance.max_num_seqs', value: 'auto' },
  { setting: 'performance.max_num_batched_tokens', value: 'auto' },
];

/** Our settings as today's vLLM takes them: each with where it came from and why it became what it did. */
export function vllmCommand(given: GivenSettings, context: VllmContext): VllmCommand {
  const settings = withDefaults(given.settings);
  const mappings = settings.map((setting) => mappingOf(setting, context)).sort((one, other) => place(one.setting) - place(other.setting));
  const passedOn = mappings.flatMap(({ mapping }) => argumentOf(mapping));
  const args = [...passedOn, ...always(settings)];
  return {
    mappings: mappings.map(({ mapping }) => mapping),
    arguments: args,
    environment: environmentOf(settings),
    warnings: [
      ...given.warnings,
      ...mappings.flatMap(({ mapping, warns }) => (warns ? [warningOf(mapping)] : [])),
      ...planWarnings(context),
    ],
    plan: context.plan,
    commandLine: ['vllm', 'serve', modelOf(settings), ...args.flatMap(({ flag, value }) => (value === undefined ? [flag] : [flag, value]))],
  };
}

function withDefaults(settings: readonly GivenSetting[]): readonly GivenSetting[] {
  const missing = DEFAULTS.filter(({ setting }) => !settings.some((given) => given.setting === setting));
  return [...settings, ...missing.map((setting) => ({ ...setting, from: 'default' })), ...servedName(settings)];
}

/** Clients ask for the model by name, wherever its files lie. */
function servedName(settings: readonly GivenSetting[]): readonly GivenSetting[] {
  const name = settings.find(({ setting }) => setting === 'model.name');
  const isNamed = settings.some(({ setting }) => setting === 'model.served_name');
  return name && !isNamed ? [{ setting: 'model.served_name', value: name.value, from: name.from }] : [];
}

interface Mapped {
  readonly setting: VllmSettingName;
  readonly mapping: VllmMapping;
  readonly warns: boolean;
}

function mappingOf({ setting, value, from }: GivenSetting, context: VllmContext): Mapped {
  const { warns = false, ...verdict } = RULES[setting](value, context);
  const given = setting === 'server.api_key' ? '(hidden)' : String(value);
  return { setting, warns, mapping: { setting, given, from, ...verdict } };
}

function place(setting: VllmSettingName): number {
  return Object.keys(RULES).indexOf(setting);
}

function argumentOf({ flag, value, from, reason }: VllmMapping): VllmArgument[] {
  return flag === undefined ? [] : [{ flag, value, from, reason }];
}

/** What a stack needs of its engine, whatever the file says. */
function always(settings: readonly GivenSetting[]): readonly VllmArgument[] {
  const from = 'always';
  const hasTools = settings.some(({ setting, value }) => setting === 'server.tool_call_parser' && value !== '');
  return [
    ...(hasTools ? [{ flag: '--enable-auto-tool-choice', from, reason: 'lets a model call tools when a request has some' }] : []),
    { flag: '--enable-prompt-tokens-details', from, reason: 'usage then tells how many prompt tokens were cached' },
  ];
}

function environmentOf(settings: readonly GivenSetting[]): VllmCommand['environment'] {
  const sleeps = settings.some(({ setting, value }) => setting === 'server.sleep_mode' && value === true);
  return [
    { name: 'VLLM_NO_USAGE_STATS', value: '1', reason: 'vLLM reports its use to its makers unless told not to' },
    { name: 'DO_NOT_TRACK', value: '1', reason: 'the same, for the libraries below it' },
    { name: 'HF_HUB_OFFLINE', value: '1', reason: 'the model lies on this machine; nothing is fetched' },
    ...(sleeps
      ? [{ name: 'VLLM_SERVER_DEV_MODE', value: '1', reason: 'opens /sleep and /wake_up; they ask no key, so the port must stay internal' }]
      : []),
  ];
}

function warningOf({ setting, given, from, outcome, flag, value, reason }: VllmMapping): string {
  const what = from.endsWith(setting) ? `${from}: ${given}` : `${from}=${given} (${setting})`;
  return outcome === 'mapped' ? `${what} became ${[flag, value].filter(Boolean).join(' ')}: ${reason}` : `${what} is dropped: ${reason}`;
}

function planWarnings({ plan }: VllmContext): readonly string[] {
  return plan && !plan.fits ? [`vLLM will not start with this model on this card: ${plan.reasons.join('; ')}`] : [];
}

function modelOf(settings: readonly GivenSetting[]): string {
  const of = (name: VllmSettingName) => settings.find(({ setting }) => setting === name)?.value;
  return String(of('model.path') ?? of('model.name'));
}
