import { isSecret, withoutCredentials } from '@docmind/config';
import { z } from 'zod';

export interface SettingFacts {
  readonly description: string;
  /** As a person would write it; undefined where there is none. */
  readonly default: string | undefined;
  /** What would be right, such as "a whole number, at least 1, at most 64". */
  readonly values: string;
  readonly unit: string | undefined;
  readonly isSecret: boolean;
}

interface Meta {
  readonly description?: string;
  readonly values?: string;
  readonly unit?: string;
  /** In words, where it differs from machine to machine. */
  readonly byDefault?: string;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/_MS$/, 'ms'],
  [/_SECONDS$/, 's'],
  [/_DAYS$/, 'days'],
  [/_BYTES$/, 'bytes'],
  [/_TOKENS$|_TOKEN_LIMIT$/, 'tokens'],
];

/** What a schema says of the variable that it reads. */
export function describeSetting(name: string, schema: z.ZodType): SettingFacts {
  const layers = layersOf(schema);
  const metas = layers.map((layer) => (layer.meta() ?? {}) as Meta);
  const first = <Key extends keyof Meta>(key: Key) => metas.map((meta) => meta[key]).find((value) => value !== undefined);
  return {
    description: first('description') ?? '',
    default: first('byDefault') ?? written(schema.safeParse(undefined).data),
    values: first('values') ?? choicesOf(layers) ?? 'text',
    unit: first('unit') ?? UNITS.find(([ending]) => ending.test(name))?.[1],
    isSecret: isSecret(name),
  };
}

/** A value as `config print` shows it. */
export function shownValue({ isSecret }: Pick<SettingFacts, 'isSecret'>, value: string): string {
  return isSecret ? '(hidden)' : withoutCredentials(value);
}

/** The schema and what it wraps, from the outside in. */
function layersOf(schema: z.ZodType): z.ZodType[] {
  const { innerType, in: input, out } = schema.def as unknown as Readonly<Record<string, z.ZodType | undefined>>;
  return [schema, ...[innerType, out, input].flatMap((inner) => (inner ? layersOf(inner) : []))];
}

function choicesOf(layers: readonly z.ZodType[]): string | undefined {
  const choice = layers.find((layer) => layer instanceof z.ZodEnum);
  return choice && choice.options.join(', ');
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(',') : String(value);
}
