import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { ZodObject, ZodRawShape, ZodType, infer as Infer } from 'zod';
import { ConfigError, type ConfigFault } from './config-error.js';
import { shownFault } from './shown-value.policy.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that the schema's keys name. An empty variable counts as not set, as compose files write them.
 * @throws ConfigError naming every fault at once, with what would be right
 */
export function loadConfig<Shape extends ZodRawShape>(
  schema: ZodObject<Shape>,
  environment: Environment = process.env,
): Infer<ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, environment[name] || undefined]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => faultOf(schema, path.join('.'), message, given)));
}

function faultOf(schema: ZodObject, variable: string, message: string, given: Environment): ConfigFault {
  const value = given[variable];
  if (value === undefined) return { variable, problem: `${message} (not set)` };
  return { variable, problem: `${message}, not ${shownFault(variable, schema.shape[variable] as ZodType | undefined, value)}` };
}

/**
 * Takes what a `.env` file sets into the environment; what is set already stays. No file is no fault.
 * @returns the names that the file has set
 * @throws ConfigError when the file is there and can't be read
 */
export function loadDotEnv(path = '.env'): readonly string[] {
  const taken = Object.entries(readDotEnv(path)).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of taken) process.env[name] = value;
  return taken.map(([name]) => name);
}

/** What a `.env` file says; nothing where there is none. @throws ConfigError when it is there and can't be read */
export function readDotEnv(path = '.env'): Readonly<Record<string, string>> {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ConfigError([{ variable: path, problem: `cannot be read (${code ?? 'no reason given'})` }]);
  }
}

/** The process's environment with a command's own choices over it, for `loadConfig` and for child processes. An undefined choice is none. */
export function environmentWith(overrides: Environment): Record<string, string> {
  return { ...definedOf(process.env), ...definedOf(overrides) };
}

function definedOf(values: Environment): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
