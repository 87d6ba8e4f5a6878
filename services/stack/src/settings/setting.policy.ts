import { factOf, layersOf, shownSetting } from '@docmind/config';
import { z } from 'zod';

export interface SettingFacts {
  readonly description: string;
  /** As a person would write it; undefined where there is none. */
  readonly default: string | undefined;
  /** What would be right, such as "a whole number, at least 1, at most 64". */
  readonly values: string;
  readonly unit: string | undefined;
  /** A value as people may see it. */
  readonly shown: (value: string) => string;
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
  return {
    description: factOf(schema, 'description') ?? '',
    default: factOf(schema, 'byDefault') ?? written(schema.safeParse(undefined).data),
    values: factOf(schema, 'values') ?? choicesOf(layersOf(schema)) ?? 'text',
    unit: factOf(schema, 'unit') ?? UNITS.find(([ending]) => ending.test(name))?.[1],
    shown: (value) => shownSetting(name, schema, value),
  };
}

function choicesOf(layers: readonly z.ZodType[]): string | undefined {
  const choice = layers.find((layer) => layer instanceof z.ZodEnum);
  return choice && choice.options.join(', ');
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(',') : String(value);
}
