import { ConfigError } from '@docmind/config';
import { type VllmService, vllmServiceSchema, type VllmSettingName } from './vllm-service.schema.js';
import { OTHER_VLLM_VARIABLES, VLLM_VARIABLES, type VariableKind } from './vllm-variables.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface GivenSetting {
  readonly setting: VllmSettingName;
  readonly value: string | number | boolean;
  /** The variable, or the place in the file. */
  readonly from: string;
}

export interface GivenSettings {
  readonly settings: readonly GivenSetting[];
  readonly warnings: readonly string[];
}

/**
 * The file's settings with the environment's over them. Empty variables count as not set.
 * @throws ConfigError naming every fault of file and environment at once
 */
export function givenSettings(file: unknown, fileName: string, environment: Environment): GivenSettings {
  const over = fromEnvironment(environment);
  const merged = merge(file, over.settings);
  const parsed = vllmServiceSchema.safeParse(merged);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => fault(issue, fileName, over.settings)));
  const origin = new Map(over.settings.map(({ setting, from }) => [setting, from]));
  const settings = flat(parsed.data).map(({ setting, value }) => ({
    setting,
    value,
    from: origin.get(setting) ?? `${fileName} ${setting}`,
  }));
  return { settings, warnings: over.warnings };
}

function fromEnvironment(environment: Environment): GivenSettings {
  const settings: GivenSetting[] = [];
  const warnings: string[] = [];
  for (const { name, setting, kind } of VLLM_VARIABLES) {
    const text = environment[name];
    if (!text) continue;
    const taken = settings.find((other) => other.setting === setting);
    if (!taken) settings.push({ setting, value: valueOf(text.trim(), kind), from: name });
    else if (String(taken.value) !== text)
      warnings.push(`${name}=${text} is not used: ${taken.from}=${String(taken.value)} sets the same and counts`);
  }
  return { settings, warnings: [...warnings, ...unknownNames(environment)] };
}

/** A word that is no number is left for the schema to refuse, with its own words. */
function valueOf(text: string, kind: VariableKind): string | number | boolean {
  if (kind === 'number' && text !== '' && Number.isFinite(Number(text))) return Number(text);
  if (kind === 'boolean' && /^(true|1|yes|on)$/i.test(text)) return true;
  if (kind === 'boolean' && /^(false|0|no|off)$/i.test(text)) return false;
  return text;
}

function unknownNames(environment: Environment): string[] {
  const known = new Set([...VLLM_VARIABLES.map(({ name }) => name), ...OTHER_VLLM_VARIABLES]);
  return Object.keys(environment)
    .filter((name) => /^(VLLM_|KV_CACHE_)/.test(name) && !known.has(name) && environment[name])
    .sort()
    .map(
      (name) => `${name} is no setting of this stack and is not passed on; if vLLM itself reads it, set it in the engine's own environment`,
    );
}

function merge(file: unknown, over: readonly GivenSetting[]): unknown {
  const base = (isObject(file) ? structuredClone(file) : {}) as Record<string, unknown>;
  for (const { setting, value } of over) {
    const [section = '', key = ''] = setting.split('.');
    base[section] = { ...(isObject(base[section]) ? base[section] : {}), [key]: value };
  }
  return base;
}

function flat(service: VllmService): { setting: VllmSettingName; value: string | number | boolean }[] {
  return Object.entries(service).flatMap(([section, values]) =>
    Object.entries(values as Record<string, string | number | boolean | null | undefined>).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [{ setting: `${section}.${key}` as VllmSettingName, value }],
    ),
  );
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly code?: string };

function fault(issue: Issue, fileName: string, over: readonly GivenSetting[]): { variable: string; problem: string } {
  const setting = issue.path.map(String).join('.');
  const variable = over.find((given) => given.setting === setting);
  if (variable) return { variable: variable.from, problem: `${issue.message}, not ${JSON.stringify(variable.value)}` };
  return { variable: `${fileName}${setting ? ` ${setting}` : ''}`, problem: issue.message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
