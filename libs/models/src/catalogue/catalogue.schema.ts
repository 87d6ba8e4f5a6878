import { z } from 'zod';

export const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Where a file lies inside an archive or a hub repository: relative, never climbing out. */
const memberPath = z
  .string()
  .min(1)
  .refine((path) => isInside(path), 'must be a relative path without ".."');

/** True for a relative path that stays below its folder. */
export function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..');
}

export const modelFileSchema = z.object({
  name: z.string().regex(SAFE_NAME, 'must be a plain file name'),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hex'),
});

/** Our file name -> the file inside the archive or repository. */
const members = z.record(z.string(), memberPath);

const fileSourceSchema = z.object({ kind: z.literal('file'), path: z.string().min(1) });
const pipSourceSchema = z.object({
  kind: z.literal('pip'),
  package: z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9._-]|\{n\})*$/, 'must be a package name'),
  version: z.string().regex(/^[0-9][A-Za-z0-9.+!]*$/, 'must be an exact version'),
  members,
  /** Packages that hold one piece each, from 1 on: `{n}` in the names stands for the piece's number, `{nn}` for it in two digits. */
  parts: z.number().int().min(2).max(99).optional(),
});
const npmSourceSchema = z.object({
  kind: z.literal('npm'),
  package: z.string().regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'must be a package name'),
  version: z.string().regex(/^\d+\.\d+\.\d+(?:[A-Za-z.+-][A-Za-z0-9.+-]*)?$/, 'must be an exact version'),
  members,
});
const mavenSourceSchema = z.object({
  kind: z.literal('maven'),
  artifact: z.string().regex(/^[\w.-]+:[\w.-]+:[\w.-]+$/, 'must be group:artifact:version'),
  members,
});
const hubSourceSchema = z.object({
  kind: z.literal('hub'),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'),
  revision: z.string().regex(/^[\w.-]+$/, 'must be a branch, tag or commit'),
  /** Absent where the model has no `files`: every file of the repository is taken under its own name. */
  members: members.optional(),
});

export const modelSourceSchema = z.discriminatedUnion('kind', [
  fileSourceSchema,
  pipSourceSchema,
  npmSourceSchema,
  mavenSourceSchema,
  hubSourceSchema,
]);

const answeringSchema = z.object({
  /** Higher answers better. */
  rank: z.number().int().nonnegative(),
  /** Also where the files are not pinned. */
  downloadBytes: z.number().int().positive(),
  /** Weights, and the cache of a context of 8,192 tokens. */
  memoryBytes: z.number().int().positive(),
  parameters: z.number().int().positive(),
});

export const modelEntrySchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be lower-case letters, digits, dots and dashes'),
    kind: z.enum(['chat', 'embedder', 'tokenizer']),
    format: z.enum(['gguf', 'onnx', 'safetensors', 'json']),
    title: z.string().min(1),
    licence: z.string().min(1),
    description: z.string().min(1),
    /** Absent = not pinned: the hub's listing decides, see `config/models.yaml`. */
    files: z.array(modelFileSchema).min(1).optional(),
    sources: z.array(modelSourceSchema).min(1),
    /** Of a chat model that may be recommended for answers about documents. */
    answering: answeringSchema.optional(),
  })
  .superRefine((entry, check) => {
    entry.sources.forEach((source, index) => {
      const problem = sourceProblem(source, entry.files);
      if (problem) check.addIssue({ code: 'custom', path: ['sources', index], message: problem });
    });
  });

/** What is wrong with a model's name; undefined for a right one. */
export function idProblem(id: string): string | undefined {
  return modelEntrySchema.shape.id.safeParse(id).error?.issues[0]?.message;
}

export const catalogueSchema = z.object({ models: z.array(modelEntrySchema) }).superRefine((catalogue, check) => {
  const seen = new Set<string>();
  for (const { id } of catalogue.models) {
    if (seen.has(id)) check.addIssue({ code: 'custom', path: ['models'], message: `the id ${id} is there twice` });
    seen.add(id);
  }
});

export type ModelFile = z.infer<typeof modelFileSchema>;
export type ModelEntry = z.infer<typeof modelEntrySchema>;
export type ModelSourceEntry = z.infer<typeof modelSourceSchema>;
export type FileSourceEntry = z.infer<typeof fileSourceSchema>;
export type PipSourceEntry = z.infer<typeof pipSourceSchema>;
export type NpmSourceEntry = z.infer<typeof npmSourceSchema>;
export type MavenSourceEntry = z.infer<typeof mavenSourceSchema>;
export type HubSourceEntry = z.infer<typeof hubSourceSchema>;

function sourceProblem(source: ModelSourceEntry, files: ModelFile[] | undefined): string | undefined {
  if (source.kind === 'file') return undefined;
  if (!files) return source.kind === 'hub' ? undefined : `a model without files can come from the hub only, not from ${source.kind}`;
  const missing = files.filter((file) => !source.members?.[file.name]).map((file) => file.name);
  return missing.length > 0 ? `members must say where ${missing.join(', ')} lies` : undefined;
}
