import type { z } from 'zod';

/** What a model was to write in a schema. Undefined where it is no JSON, or JSON that the schema doesn't allow. */
export function readJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
