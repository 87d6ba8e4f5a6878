// The docs' examples for curl, word by word, against all five services: what a reader copies works.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadStackConfig, type RunningStack, startEmbedded } from '@docmind/stack';
import { freePort, modelsDirForTests, repositoryRoot, startMockOpenAiEngine, temporaryFolder } from '@docmind/testing';
import { expect, it, onTestFinished } from 'vitest';
import { repositoryFiles } from '../boundaries/repository-files.js';

/** A document is read in before it is asked about; each of the other pages stands for itself. */
const FIRST = 'docs/documents.md';

const pages = ['README.md', ...repositoryFiles('docs').filter((path) => path.endsWith('.md') && !path.includes('/adr/'))];
const examples = pages
  .sort((left, right) => Number(right === FIRST) - Number(left === FIRST))
  .flatMap((page) => curlsOf(readFileSync(join(repositoryRoot(), page), 'utf8')).map((command) => ({ page, command })));

/** Those of code blocks and of the running text, with the lines that they go on in. */
function curlsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^curl (?:[^\n]*\\\n)*[^\n]*/gm)].map(([command]) => command);
  return [...blocks, ...[...text.matchAll(/`(curl http[^`\n]+)`/g)].map(([, command = '']) => command)];
}

it('finds examples', () => {
  expect(examples.length).toBeGreaterThan(3);
});

it('answers each of them with success, and leaves no file that the docs do not name', async () => {
  const { folder, stack } = await stackOfTheDocs();
  writeFileSync(join(folder, 'invoice.md'), '# Invoice 7\n\nThe invoice is due on 1 March 2026.\n');
  for (const { page, command } of examples) {
    const { stdout } = await promisify(execFile)('sh', ['-c', `${withPortsOf(stack, command)} -sS -w '\\n%{http_code}'`], { cwd: folder });
    expect.soft(stdout.trim().split('\n').at(-1), `${page}: ${command}\n${stdout}`).toMatch(/^20[01]$/);
  }
  const operations = readFileSync(join(repositoryRoot(), 'docs/operations.md'), 'utf8');
  const made = readdirSync(join(folder, 'data')).filter((name) => !/-(?:wal|shm)$/.test(name));
  expect(made).toEqual(expect.arrayContaining(['docmind.db', 'traces.db', 'cache']));
  expect(made.filter((name) => !new RegExp(`^\\| \`${name}(?:/[\\w.]*)?\``, 'm').test(operations))).toEqual([]);
});

/** With the settings that the docs tell to make, and a model of the default's name. */
async function stackOfTheDocs(): Promise<{ readonly folder: string; readonly stack: RunningStack }> {
  const folder = temporaryFolder();
  const engine = await startMockOpenAiEngine({ model: 'smollm2-135m-instruct', reply: 'The invoice is due on 1 March 2026.' });
  const inferencePort = await freePort();
  const stack = await startEmbedded(
    loadStackConfig({
      ORCHESTRATOR_PORT: '0',
      INFERENCE_PORT: String(inferencePort),
      CACHE_SERVER_PORT: '0',
      PERSISTENCE_PORT: '0',
      METRICS_PORT: '0',
      DOCMIND_DATA_DIR: join(folder, 'data'),
      MODELS_DIR: modelsDirForTests(),
      INFERENCE_ENGINE: 'openai',
      OPENAI_BASE_URL: engine.url,
      CACHE_UPSTREAM_URL: `http://127.0.0.1:${inferencePort}/v1`,
      LOG_LEVEL: 'error',
    }),
  );
  onTestFinished(async () => {
    await stack.close();
    await engine.close();
  });
  return { folder, stack };
}

function withPortsOf({ urls }: RunningStack, command: string): string {
  const byPort: Readonly<Record<string, string>> = {
    8080: urls.orchestrator,
    8001: urls.inference,
    8899: urls.cache,
    8002: urls.persistence,
    9090: urls.metrics,
  };
  return command.replaceAll(/(?:http:\/\/)?(?:127\.0\.0\.1|localhost):(\d{4})/g, (address, port: string) => byPort[port] ?? address);
}
