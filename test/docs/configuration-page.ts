// docs/configuration.md, made of the schemas that read the environment.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOREIGN_FILES, FOREIGN_MODELS, type ForeignName, foreignNames, listSettings, type Setting } from '@docmind/stack';
import { repositoryRoot } from '@docmind/testing';

/** Each release's new settings; a release adds the names that say "next". */
const RELEASES = JSON.parse(readFileSync(join(repositoryRoot(), 'test/docs/settings-by-release.json'), 'utf8')) as Record<string, string[]>;

const INTRODUCTION = `# Configuration

<!-- Made from the schemas by \`npx vitest run test/docs/configuration.spec.ts -u\`; change them instead. -->

Settings are environment variables. \`docmind\` and \`docker compose\` also read a file \`.env\` in the folder that they are started in, below the environment;
[\`.env.example\`](../.env.example) is one to copy. An empty value counts as not set. A service with a wrong setting does not start: it prints every fault at
once and exits with 1. "next" is the coming release.

- \`docmind config check\` looks at all that \`docmind up\` and each service look at before they start: values, files that settings name, values that must
  fit each other, models. What it calls right they don't refuse; whether ports are free and servers answer is \`docmind doctor\`'s to say. It also names
  variables that nobody reads, with the name that was probably meant; so does \`up\`, as a warning.
- \`docmind config print\` shows every setting with its value and where that comes from (environment, \`.env\`, the file of \`LLM_CONFIG_FILE\`, default).
  Secrets are hidden.
- A setting is read when its service starts. Files that settings name and that may change meanwhile (API keys) are read again by themselves.
`;

const FILES = `## Files

| file | named by | what it holds |
| --- | --- | --- |
| \`.env\` | its place: where a command is started | settings |
| \`config/models.yaml\` | its place | the models that are known; a folder of models has its own list beside it ([engines.md](engines.md#models)) |
| \`config/backends.yaml\` | \`BACKENDS_FILE\` | engines to switch between ([backends.md](backends.md)) |
| \`config/vllm_service.yaml\` | \`docmind vllm args --config\` | settings of vLLM ([engines.md](engines.md#vllm)) |
| one of yours | \`LLM_CONFIG_FILE\` | backend, model and settings in one file ([engines.md](engines.md#one-file-for-the-model)) |
| one of yours | \`DOCMIND_API_KEYS_FILE\` | hashes of API keys ([operations.md](operations.md#keys)) |
| one of yours | variables that end in \`_FILE\` | one secret each |
`;

const TITLES: Readonly<Record<string, string>> = {
  'every service': 'Every service',
  orchestrator: 'Orchestrator',
  inference: 'Inference',
  cache: 'Cache',
  persistence: 'Persistence',
  metrics: 'Metrics',
  commands: 'Commands',
};

const FOREIGN = `## Names from elsewhere

Variables and files that guides for a stack like this one name, and that no service here reads. \`docmind config check\` says so where one is set. Settings of vLLM are
in [engines.md](engines.md#vllm), fields of an LLM configuration in [engines.md](engines.md#one-file-for-the-model).
`;

export function configurationPage(): string {
  const settings = listSettings();
  const sections = Object.entries(TITLES).map(([reader, title]) => {
    const own = settings.filter(({ readers }) => readers[0] === reader);
    return `## ${title}\n\n${tableOf(['variable', 'default', 'right values', 'what it does', 'since'], own.map(settingRow))}`;
  });
  const foreign = [...foreignNames(), ...FOREIGN_FILES, ...FOREIGN_MODELS];
  return [INTRODUCTION, ...sections, FILES, FOREIGN, tableOf(['name', 'outcome', 'what becomes of it'], foreign.map(foreignRow))].join(
    '\n',
  );
}

function settingRow({ name, default: byDefault, values, unit, description, readers }: Setting): string[] {
  const others = readers.slice(1);
  const alsoRead = others.length > 0 ? ` Read by ${others.join(' and ')}, too.` : '';
  const shown = byDefault === undefined || byDefault === '' ? '' : byDefault.includes(' ') ? byDefault : `\`${byDefault}\``;
  return [`\`${name}\``, shown, unit === undefined ? values : `${values} (${unit})`, `${description}${alsoRead}`, sinceWhen(name)];
}

function sinceWhen(name: string): string {
  return Object.entries(RELEASES).find(([, names]) => names.includes(name))?.[0] ?? 'next';
}

function foreignRow({ name, outcome, says }: ForeignName): string[] {
  return [`\`${name}\``, outcome, says];
}

function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line), ''].join('\n');
}
