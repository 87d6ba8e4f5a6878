import { environmentWith, readDotEnv } from '@docmind/config';
import { readLlmConfig } from '@docmind/inference';
import { listSettings, type Setting } from './setting-list.js';

export interface SettingInUse {
  readonly name: string;
  /** Undefined where it has no default and nobody set it. */
  readonly value: string | undefined;
  readonly from: string;
}

type Values = Readonly<Record<string, string | undefined>>;

/** Every setting with its value, secrets hidden, and where that comes from: the environment, .env, LLM_CONFIG_FILE or the default. */
export function settingsInUse(): SettingInUse[] {
  const environment = environmentWith({});
  const fromDotEnv = readDotEnv();
  const file = environment.LLM_CONFIG_FILE;
  const fromLlmConfig = file ? readLlmConfig(file).variables : {};
  return listSettings().map((setting) => inUse(setting, environment, fromDotEnv, { file, values: fromLlmConfig }));
}

function inUse(
  setting: Setting,
  environment: Values,
  dotEnv: Values,
  llm: { readonly file?: string; readonly values: Values },
): SettingInUse {
  const { name } = setting;
  const set = environment[name] || undefined;
  if (set !== undefined) return { name, value: setting.shown(set), from: dotEnv[name] === set ? '.env' : 'environment' };
  const configured = llm.values[name];
  if (configured !== undefined) return { name, value: setting.shown(configured), from: llm.file ?? '' };
  return { name, value: setting.default, from: 'default' };
}
