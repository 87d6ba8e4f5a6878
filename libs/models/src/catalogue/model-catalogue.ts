import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@docmind/errors';
import { parse } from 'yaml';
import { catalogueSchema, type ModelEntry } from './catalogue.schema.js';

const CATALOGUE_PATH = join('config', 'models.yaml');

/** The models this stack knows, as `config/models.yaml` lists them. */
export class ModelCatalogue {
  private constructor(readonly entries: readonly ModelEntry[]) {}

  /**
   * @param path an explicit file; without one the nearest `config/models.yaml` above this package, so that it is found
   * from `src/`, from `dist/` and inside an image alike.
   * @throws AppError FAILED_PRECONDITION naming the file and every fault in it.
   */
  static load(path: string = findCatalogue()): ModelCatalogue {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new AppError('FAILED_PRECONDITION', `The model catalogue ${path} cannot be read; name a file that exists`, { cause });
    }
    return ModelCatalogue.parse(text, path);
  }

  /** @param name what an error calls the text */
  static parse(text: string, name = 'models.yaml'): ModelCatalogue {
    let value: unknown;
    try {
      value = parse(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'unreadable';
      throw new AppError('FAILED_PRECONDITION', `The model catalogue ${name} is not YAML: ${reason}`, { cause });
    }
    const parsed = catalogueSchema.safeParse(value);
    if (parsed.success) return new ModelCatalogue(parsed.data.models);
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`);
    throw new AppError('FAILED_PRECONDITION', `The model catalogue ${name} is not valid: ${faults.join('; ')}`);
  }

  /** This one and further models; where both know an id, this one counts. */
  with(more: readonly ModelEntry[]): ModelCatalogue {
    return new ModelCatalogue([...this.entries, ...more.filter(({ id }) => !this.has(id))]);
  }

  has(id: string): boolean {
    return this.entries.some((entry) => entry.id === id);
  }

  /** @throws AppError NOT_FOUND naming the ids there are */
  get(id: string): ModelEntry {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry) return entry;
    throw new AppError('NOT_FOUND', `There is no model "${id}" in the catalogue; it has ${this.entries.map(({ id }) => id).join(', ')}`);
  }
}

function findCatalogue(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, CATALOGUE_PATH);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return CATALOGUE_PATH;
  }
}
