import type { z } from 'zod';

/** What a setting's schema tells people, and those who print its value. */
export interface SchemaFacts {
  readonly description?: string;
  /** What would be right, such as "a whole number, at least 1". */
  readonly values?: string;
  readonly unit?: string;
  /** In words, where the default differs from machine to machine. */
  readonly byDefault?: string;
  /** A value of it is shown without that, or not at all. */
  readonly mayHoldPassword?: boolean;
}

/** The schema and what it wraps, from the outside in. */
export function layersOf(schema: z.ZodType): z.ZodType[] {
  const { innerType, in: input, out } = schema.def as unknown as Readonly<Record<string, z.ZodType | undefined>>;
  return [schema, ...[innerType, out, input].flatMap((inner) => (inner ? layersOf(inner) : []))];
}

/** What the outermost layer says that says it. */
export function factOf<Name extends keyof SchemaFacts>(schema: z.ZodType, name: Name): SchemaFacts[Name] | undefined {
  return layersOf(schema)
    .map((layer) => (layer.meta() as SchemaFacts | undefined)?.[name])
    .find((fact) => fact !== undefined);
}
