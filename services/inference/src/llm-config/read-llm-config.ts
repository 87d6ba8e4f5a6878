import { readFileSync } from 'node:fs';
import { ConfigError } from '@docmind/config';
import { parse } from 'yaml';
import { type LlmConfigReport, reportLlmConfig } from './llm-config.policy.js';
import { llmConfigSchema } from './llm-config.schema.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads an LLM configuration, JSON or YAML, and says what becomes of each field.
 * @throws ConfigError naming every fault of the file at once
 */
export function readLlmConfig(file: string): LlmConfigReport {
  const parsed = llmConfigSchema.safeParse(contentOf(file));
  if (parsed.success) return reportLlmConfig(parsed.data);
  throw new ConfigError(
    parsed.error.issues.map((issue) => ({ variable: [file, issue.path.join('.')].filter(Boolean).join(' '), problem: issue.message })),
  );
}

/**
 * The environment with the settings of LLM_CONFIG_FILE below it: what is set already stays.
 * @throws ConfigError when the file can't be read or is not right
 */
export function withLlmConfig(environment: Environment): Environment {
  const file = environment.LLM_CONFIG_FILE;
  if (!file) return environment;
  const set = Object.entries(environment).filter(([, value]) => value);
  return { ...readLlmConfig(file).variables, ...Object.fromEntries(set) };
}

/** JSON is YAML too. */
function contentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const problem = code?.startsWith('E')
      ? `cannot be read (${code})`
      : `is neither JSON nor YAML: ${message.split('\n')[0]?.replace(/:$/, '')}`;
    throw new ConfigError([{ variable: file, problem }]);
  }
}
