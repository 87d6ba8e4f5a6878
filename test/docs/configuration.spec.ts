// docs/configuration.md says what the schemas say, and each name of the specification is honoured, mapped or refused with words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOREIGN_FILES, foreignNames, listSettings, loadStackConfig } from '@docmind/stack';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { configurationPage } from './configuration-page.js';

const root = repositoryRoot();
const specification = JSON.parse(readFileSync(join(root, 'test/docs/specification.json'), 'utf8')) as {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly models: readonly string[];
};

describe('docs/configuration.md', () => {
  it('is what the schemas say', async () => {
    const page = join(root, 'docs/configuration.md');
    const layout = await prettier.resolveConfig(page);
    const made = await prettier.format(configurationPage(), { ...layout, parser: 'markdown' });
    // Written anew by `npx vitest run test/docs/configuration.spec.ts -u`.
    await expect(made).toMatchFileSnapshot(page);
  });

  it.each(listSettings())('says what $name does and what would be right', ({ description, values }) => {
    expect(description.length, 'the schema needs a .describe()').toBeGreaterThan(5);
    expect(values).not.toBe('');
  });
});

describe('the specification', () => {
  const read = new Set(listSettings().map(({ name }) => name));
  const foreign = new Map([...foreignNames(), ...FOREIGN_FILES].map((one) => [one.name, one]));

  it.each(Object.keys(specification.variables))('%s is read, or what becomes of it is said', (name) => {
    if (read.has(name)) expect(foreign.has(name), 'read, and said not to be').toBe(false);
    else expect(foreign.get(name)?.says.length).toBeGreaterThan(5);
  });

  it('can be set as a whole: each value that it gives is taken', () => {
    const given = { ...specification.variables, DOCMIND_DATA_DIR: temporaryFolder() };
    const config = loadStackConfig(given);
    expect(config.common.LOG_LEVEL).toBe('info');
    expect(config.cache).toMatchObject({ INGESTION_CACHE_DIR: './cache/ingestion', SEMANTIC_CACHE_DIR: './cache/semantic' });
    expect(config.orchestrator).toMatchObject({ AGENT_COUNT: 5, AGENT_COORDINATION_TIMEOUT: 500, OUTPUT_MODE: 'structured' });
    expect(config.inference).toMatchObject({ MAX_CONTEXT_LENGTH: 131_072, CONTEXT_TRIM_THRESHOLD: 120_000, CONTEXT_BUFFER_SIZE: 8_192 });
    expect(config.metrics).toMatchObject({ METRICS_PORT: 9_090, CACHE_HIT_RATE_TARGET: 0.7, INGESTION_REDUCTION_TARGET: 0.85 });
  });

  it.each(specification.models)('the model %s is listed, or why not is said', (name) => {
    const listed = readFileSync(join(root, 'config/models.yaml'), 'utf8').toLowerCase().includes(`id: ${name.toLowerCase()}`);
    expect(listed || configurationPage().includes(`| \`${name}\` |`)).toBe(true);
  });

  it.each(specification.files)('the file %s is read, or what becomes of it is said', (name) => {
    expect(configurationPage()).toContain(`| \`${name}\` |`);
  });
});
