import { impliedVariables, type FieldRule, llamaRules, neverRules, openAiRules, vllmRules } from './field-rules.policy.js';
import type { FieldReport } from './field-report.js';
import type { LlmConfig } from './llm-config.schema.js';

export interface LlmConfigReport {
  readonly fields: readonly FieldReport[];
  /** The file as settings of the inference service and of vLLM's command line; the environment stands above them. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Each field of the file honoured, mapped or refused, with why, for the backend it names. */
export function reportLlmConfig(config: LlmConfig): LlmConfigReport {
  const rules: Readonly<Record<string, FieldRule>> = {
    ...openAiRules,
    ...neverRules,
    ...(config.backend === 'llamacpp' ? llamaRules : vllmRules),
  };
  const fields = flat(config).map(([field, value]): FieldReport => {
    const given = String(value);
    const rule = rules[field];
    return rule
      ? { field, given, ...rule(value, config) }
      : { field, given, outcome: 'refused', reason: `means nothing to ${config.backend}` };
  });
  const set = fields.flatMap(({ variable, value }) => (variable === undefined || value === undefined ? [] : [[variable, value] as const]));
  return { fields, variables: { ...impliedVariables(config), ...Object.fromEntries(set) } };
}

function flat(config: LlmConfig): [field: string, value: string | number | boolean][] {
  return Object.entries(config).flatMap(([section, values]) => {
    if (typeof values === 'string') return [[section, values] as [string, string]];
    const entries = Object.entries((values ?? {}) as Record<string, string | number | boolean | undefined>);
    return entries.flatMap(([key, value]) => (value === undefined ? [] : [[`${section}.${key}`, value] as [string, typeof value]]));
  });
}
