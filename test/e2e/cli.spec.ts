// The command itself, as a person types it: what it says and with which status it ends, most of all when something is missing.
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { descendantsOf, freePort, modelsDirForTests, repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { docmind, type Environment, environmentOf, type Finished, START_LIMIT_MS, urlOf } from './stack-process.js';

const CHAT_MODEL = 'smollm2-135m-instruct';
const EMBEDDER = 'bge-small-en-v1.5-int8';
const examples = join(repositoryRoot(), 'examples/documents');

async function newEnvironment(more: Environment = {}): Promise<Environment> {
  return { ...(await environmentOf(temporaryFolder())), ...more };
}

/** A person gets words, not a stack trace. */
function expectWords({ code, stdout, stderr }: Finished, words: RegExp): void {
  expect(stdout + stderr).toMatch(words);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
}

describe('docmind', () => {
  it('shows its commands', async () => {
    const { code, stdout } = await docmind(['--help'], {});
    for (const command of ['up', 'quickstart', 'ask', 'ingest', 'models', 'doctor', 'status', 'keys']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    expect(code).toBe(0);
  });

  it.each([
    ['an unknown command', ['aks'], /unknown command 'aks'[\s\S]*Did you mean ask/],
    ['an unknown option', ['up', '--prot', '1'], /unknown option '--prot'/],
    ['a missing argument', ['ask'], /missing required argument 'question'/],
  ])('names %s', async (_what, args, words) => {
    expectWords(await docmind(args, {}), words);
  });

  it('says what to start when nothing answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expectWords(await docmind(['ask', 'Hi', '--url', url], {}), /Nothing answers at http.*Start it with: npm run docmind -- up/);
    expectWords(await docmind(['ingest', examples, '--url', url], {}), /Nothing answers at http/);
  });

  it('names a path that is not there', async () => {
    expectWords(await docmind(['ingest', join(temporaryFolder(), 'nowhere.md')], {}), /There is no file or folder .*nowhere\.md/);
    const out = join(temporaryFolder(), 'nowhere', 'acme.jsonl');
    expectWords(await docmind(['export', '--out', out], {}), /acme\.jsonl cannot be written \(ENOENT\): choose another file/);
  });

  it('shows that nothing runs', async () => {
    const finished = await docmind(['status'], await newEnvironment());
    expect(finished.stdout.match(/not running/g)).toHaveLength(5);
    expectWords(finished, /5 of 5 services are not ready/);
  });

  it('lists the models and which of them are here', async () => {
    const { code, stdout } = await docmind(['models', 'list'], await newEnvironment());
    expect(stdout).toMatch(new RegExp(`^${CHAT_MODEL} +chat +installed +94 MiB`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${EMBEDDER.replaceAll('.', '\\.')} +embedder +installed`, 'm'));
    expect(code).toBe(0);
  });

  it('finds nothing in the way of a machine that has all it needs', async () => {
    const { code, stdout } = await docmind(['doctor'], await newEnvironment());
    expect(stdout).toContain(`ok    model ${CHAT_MODEL}: installed, hash right`);
    expect(stdout).toContain('Nothing is in the way');
    expect(code).toBe(0);
  });

  it('names every wrong setting at once', async () => {
    const environment = await newEnvironment({ CACHE_SERVER_PORT: 'many', LLAMA_GPU: 'maybe' });
    expectWords(await docmind(['up'], environment), /CACHE_SERVER_PORT[\s\S]*LLAMA_GPU|LLAMA_GPU[\s\S]*CACHE_SERVER_PORT/);
  });
});

describe.each([
  ['up', ['up']],
  ['up --processes', ['up', '--processes']],
])('docmind %s', (_name, args) => {
  it('names a model that is missing and the command that fetches it', async () => {
    const environment = await newEnvironment({ MODELS_DIR: temporaryFolder() });
    expectWords(await docmind(args, environment), new RegExp(`${CHAT_MODEL} is not installed.*models pull ${CHAT_MODEL}`));
  });

  it('names the port that is in use and the variable that moves it', async () => {
    const other = createServer();
    onTestFinished(() => void other.close());
    const environment = await newEnvironment();
    await new Promise<void>((resolve) => other.listen(Number(environment.ORCHESTRATOR_PORT), '127.0.0.1', resolve));
    expectWords(
      await docmind(args, environment),
      new RegExp(`orchestrator cannot start: port ${environment.ORCHESTRATOR_PORT} of 127\\.0\\.0\\.1 is in use.*set ORCHESTRATOR_PORT`),
    );
    expect(descendantsOf(process.pid).filter(({ command }) => command.includes('/dist/main.js'))).toEqual([]);
  });
});

it('refuses a model whose hash is wrong', async () => {
  const models = temporaryFolder();
  mkdirSync(join(models, EMBEDDER));
  symlinkSync(join(modelsDirForTests(), CHAT_MODEL), join(models, CHAT_MODEL));
  for (const file of ['model.onnx', 'tokenizer.json']) {
    copyFileSync(join(modelsDirForTests(), EMBEDDER, file), join(models, EMBEDDER, file));
  }
  writeFileSync(join(models, EMBEDDER, 'tokenizer.json'), '!', { flag: 'r+' });
  const environment = await newEnvironment({ MODELS_DIR: models });
  const words = /tokenizer\.json is damaged or another model: its sha256 is [0-9a-f]{64}, [0-9a-f]{64} is right\. Run: .*models pull/;
  expectWords(await docmind(['up'], environment), words);
  expectWords(await docmind(['doctor'], environment), /FAIL {2}model bge[\s\S]*keeps? DocMind from working/);
});

it('goes the whole way in a quickstart, and leaves nobody behind', { timeout: 3 * START_LIMIT_MS }, async () => {
  const environment = await newEnvironment();
  const { code, stdout, stderr } = await docmind(['quickstart', '--once'], environment);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toMatch(/4\. "How long are daily snapshots kept\?"[\s\S]*35 days[\s\S]*Cache: {2}miss/);
  expect(stdout).toMatch(
    /5\. The same in other words[\s\S]*35 days[\s\S]*Cache: {2}semantic, "How long are daily snapshots kept\?" asks the same/,
  );
  expect(stdout).toContain(urlOf(environment, 'orchestrator'));
  expect(code).toBe(0);
  expect(descendantsOf(process.pid).filter(({ command }) => command.includes('llama-child'))).toEqual([]);
});
