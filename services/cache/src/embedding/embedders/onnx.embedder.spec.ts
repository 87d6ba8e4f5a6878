import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { modelsDirForTests, runSource, temporaryFolder } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosineOf, type Embedder } from '../vectors/embedder.port.js';
import { createEmbedder, modelsDirOf } from './create-embedder.js';
import { OnnxEmbedder } from './onnx.embedder.js';

const ID = 'bge-small-en-v1.5-int8';

describe('OnnxEmbedder with the real model', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await createEmbedder({ id: ID, modelsDir: modelsDirForTests() });
    embedder.assertReady();
  });
  afterAll(() => embedder.close());

  it('gives vectors of length one whose cosine tells like from unlike', async () => {
    const asked = await embedder.embed('How long are daily snapshots kept?', 'question');
    const paraphrase = await embedder.embed('For how many days are daily snapshots kept?', 'question');
    const unrelated = await embedder.embed('Who painted the ceiling of the Sistine Chapel?', 'question');
    expect(asked).toHaveLength(384);
    expect(Math.hypot(...asked)).toBeCloseTo(1, 5);
    expect(cosineOf(asked, paraphrase)).toBeGreaterThan(0.95);
    expect(cosineOf(asked, unrelated)).toBeLessThan(0.6);
  });

  it('gives the same bytes for the same text, whatever is embedded beside it', async () => {
    const alone = await embedder.embed('The retention is 35 days.', 'passage');
    const [beside] = await Promise.all([
      embedder.embed('The retention is 35 days.', 'passage'),
      embedder.embed('Another text', 'passage'),
      embedder.embed('And a question', 'question'),
    ]);
    expect(Buffer.from(beside.buffer)).toEqual(Buffer.from(alone.buffer));
  });

  it('gives the same bytes with one thread and with several', async () => {
    const several = await createEmbedder({ id: ID, modelsDir: modelsDirForTests(), threads: 4 });
    const texts = [1, 5, 17, 60].flatMap((words) => [0, 1, 2].map((at) => `${at} daily snapshots of volume ${words} `.repeat(words)));
    for (const text of texts) expect(await several.embed(text, 'question')).toEqual(await embedder.embed(text, 'question'));
    await several.close();
  });

  it('prefixes a query that looks for passages, and nothing else', async () => {
    const [query, question, passage] = await Promise.all(
      (['query', 'question', 'passage'] as const).map((kind) => embedder.embed('How long are snapshots kept?', kind)),
    );
    expect(question).toEqual(passage);
    expect(query).not.toEqual(question);
  });

  it('takes a text far beyond 512 tokens, cut at the model window', async () => {
    const long = 'snapshot retention policy '.repeat(1_000);
    const vector = await embedder.embed(long, 'passage');
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it('gives the vectors of all tokens, the first of which is the text as a whole', async () => {
    const text = 'Snapshots of PostgreSQL';
    const [whole, tokens] = await Promise.all([embedder.embed(text, 'passage'), embedder.embedTokens(text)]);
    expect(tokens.pieces[0]?.text).toBe('[CLS]');
    expect(tokens.pieces.map((piece) => piece.text.replace('##', '')).join('')).toContain('postgres');
    expect(tokens.vectors).toHaveLength(tokens.pieces.length * embedder.dimensions);
    expect(tokens.vectors.slice(0, embedder.dimensions)).toEqual(whole);
  });

  it('refuses work after closing', async () => {
    const own = await createEmbedder({ id: ID, modelsDir: modelsDirForTests() });
    const waiting = own.embed('cut off', 'passage');
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' }), own.close()]);
    await expect(own.embed('too late', 'question')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(() => own.assertReady()).toThrow(/shutting down/);
  });
});

describe('onnxruntime', () => {
  it('keeps no record of its use and tells nobody', async () => {
    const [home, temporary] = [temporaryFolder(), temporaryFolder()];
    const { ORT_DISABLE_TELEMETRY: _ours, ...environment } = process.env;
    const child = runSource(new URL('./embed-once.fixture.ts', import.meta.url), [], { ...environment, HOME: home, TMPDIR: temporary });
    expect(await text(child.stdout)).toBe('384');
    // Its sender's database and log; where it has none it looks up no host either. The test's own compiler keeps its cache there.
    const left = [home, temporary].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
    expect(left.filter((name) => name !== '.cache' && !name.includes('swc-'))).toEqual([]);
  });
});

describe('an embedder that cannot work', () => {
  it('fails each job when the worker cannot start, and tries again at the next', async () => {
    const folder = temporaryFolder();
    const modelPath = join(folder, 'model.onnx');
    const tokenizerPath = join(folder, 'tokenizer.json');
    writeFileSync(modelPath, 'not a model');
    writeFileSync(tokenizerPath, 'not a tokenizer');
    const broken = new OnnxEmbedder({ id: 'broken', dimensions: 384, modelPath, tokenizerPath, threads: 1 });
    await expect(broken.embed('one', 'question')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await expect(broken.embed('two', 'question')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await broken.close();
  });

  it('names the command when the model was never pulled', async () => {
    const missing = await createEmbedder({ id: ID, modelsDir: temporaryFolder() });
    expect(missing.dimensions).toBe(384);
    expect(() => missing.assertReady()).toThrow(/models pull bge-small-en-v1\.5-int8/);
    await expect(missing.embed('x', 'question')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await missing.close();
  });

  it('refuses a model it has no use for, naming those it has', async () => {
    await expect(createEmbedder({ id: 'smollm2-135m-instruct', modelsDir: temporaryFolder() })).rejects.toThrow(
      /EMBEDDER_MODEL.*bge-small/,
    );
  });

  it('looks for models below the data folder unless told otherwise', () => {
    expect(modelsDirOf({ DOCMIND_DATA_DIR: '/data' })).toBe('/data/models');
    expect(modelsDirOf({ DOCMIND_DATA_DIR: '/data', MODELS_DIR: '/models' })).toBe('/models');
  });
});
