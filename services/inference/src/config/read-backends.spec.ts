import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { inferenceConfigSchema } from './config.js';
import { readBackends } from './read-backends.js';

const read = (environment: Record<string, string>) => readBackends(loadConfig(inferenceConfigSchema, environment));
const readFile = (text: string) => {
  const path = join(temporaryFolder(), 'backends.yaml');
  writeFileSync(path, text);
  return read({ BACKENDS_FILE: path });
};

describe('readBackends', () => {
  it('reads the file of this repository', () => {
    const file = read({ BACKENDS_FILE: join(repositoryRoot(), 'config/backends.yaml') });
    expect(file.backends.map(({ kind }) => kind)).toEqual(['llama-embedded', 'llama-server', 'ollama', 'vllm']);
  });

  it('makes one backend of the environment where there is no file', () => {
    expect(read({}).backends).toMatchObject([{ name: 'llama', kind: 'llama-embedded', model: 'smollm2-135m-instruct', exclusive: true }]);
    const server = { INFERENCE_ENGINE: 'openai', INFERENCE_MODEL: 'm', OPENAI_BASE_URL: 'http://vllm:8000/v1', ENGINE_CONCURRENCY: '7' };
    expect(read(server).backends).toMatchObject([{ kind: 'openai', model: 'm', baseUrl: 'http://vllm:8000/v1', concurrency: 7 }]);
    for (const kind of ['vllm', 'llama-server'])
      expect(read({ ...server, INFERENCE_ENGINE: kind }).backends).toMatchObject([{ name: kind, kind, model: 'm', concurrency: 7 }]);
    const ollama = { ...server, INFERENCE_ENGINE: 'ollama', LLAMA_CONTEXT_TOKENS: '32768' };
    expect(read(ollama).backends).toMatchObject([{ kind: 'ollama', contextTokens: 32_768 }]);
  });

  it('tells every fault at once', () => {
    const text = `
active: c
backends:
  - { name: a, kind: llama-embedded, model: m, fallback: [d] }
  - { name: a, kind: ollama, model: m }
  - { name: v, kind: vllm, model: m, baseUrl: "http://127.0.0.1:8000/v1", exclusive: true }`;
    expect(() => readFile(text)).toThrowError(/backends\.1\.baseUrl/);
    const complete = text.replace('kind: ollama, model: m', 'kind: ollama, model: m, baseUrl: "http://127.0.0.1:11434"');
    for (const part of ['a is there twice', 'there is no d; there is a, a, v', 'there is no c', 'needs sleepLevel'])
      expect(() => readFile(complete)).toThrowError(new RegExp(part));
  });

  it('says what is wrong with a file that is not there, or no YAML', () => {
    expect(() => read({ BACKENDS_FILE: 'nowhere.yaml' })).toThrowError(/BACKENDS_FILE cannot be read as YAML: ENOENT/);
    expect(() => readFile('backends: "')).toThrowError(/cannot be read as YAML/);
  });
});
