import { z, type ZodType } from 'zod';

export type JsonSchema = Record<string, unknown>;
/** What a caller may send, or what a caller gets: a field with a default may be left out of the first and is in the second. */
type Way = 'input' | 'output';

/** zod's own `z.json()` is the one recursion that has no id. */
const UNNAMED = /^__schema\d+$/;

/** The JSON Schemas of one OpenAPI document. A schema with an id is written once, below `components`, and referred to. */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};
  private readonly known = new Map<string, z.core.$ZodType>();

  of(schema: ZodType, way: Way): JsonSchema {
    const { $schema: _dialect, $defs = {}, ...own } = this.convert(schema, way);
    const names = new Map(Object.keys($defs).map((id) => [id, this.nameOf(id, way)]));
    for (const [id, def] of Object.entries($defs)) this.keep(names.get(id) ?? id, referring(def, names) as JsonSchema);
    return referring(own, names) as JsonSchema;
  }

  private convert(schema: z.core.$ZodType, way: Way): z.core.JSONSchema.BaseSchema {
    return z.toJSONSchema(schema, {
      io: way,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const { def } = zodSchema._zod;
        // zod drops what it doesn't know, which JSON Schema has no word for: "forbidden" would be wrong once a reply has one field more.
        if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
        const id = z.globalRegistry.get(zodSchema)?.id;
        if (id !== undefined) this.known.set(id, zodSchema);
      },
    });
  }

  private nameOf(id: string, way: Way): string {
    if (UNNAMED.test(id)) return 'JsonValue';
    const schema = this.known.get(id);
    const isOneWay =
      schema !== undefined && JSON.stringify(this.convert(schema, 'input')) !== JSON.stringify(this.convert(schema, 'output'));
    return isOneWay && way === 'input' ? `${id}Input` : id;
  }

  private keep(name: string, def: JsonSchema): void {
    const kept = (this.components[name] ??= def);
    if (JSON.stringify(kept) !== JSON.stringify(def)) throw new Error(`Two schemas have the id ${name}`);
  }
}

/** `#/$defs/Name` of one schema, as the whole document has it. */
function referring(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => referring(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== '$ref' || typeof inner !== 'string') return [key, referring(inner, names)];
      const id = inner.replace('#/$defs/', '');
      return [key, `#/components/schemas/${names.get(id) ?? id}`];
    }),
  );
}
