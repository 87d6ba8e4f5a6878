// Our figures against those that llama.cpp's own server prints: recorded, and live where the server is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describeModel } from '@docmind/models';
import { freePort, modelsDirForTests, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapeOfDescription } from './description-shape.policy.js';
import { kvBytes } from './kv-size.policy.js';
import { figuresOf, LLAMA_LOGS } from './llama-log.fixture.js';

const MIB = 1_048_576;
/** It prints two decimals. */
const ROUNDING_MIB = 0.0051;
const MODEL = join(modelsDirForTests(), 'smollm2-135m-instruct', 'model.gguf');
const PYTHON = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docmind/llama-server/venv/bin/python');
/** Loads the model as the server does, with a context of 4,096 tokens. */
const LOAD = `
import sys, xllamacpp as llama
params = llama.CommonParams()
params.model.path, params.n_ctx, params.n_parallel, params.verbosity = sys.argv[1], 4096, 1, 9
params.port = int(sys.argv[3])
params.cpuparams.n_threads = 1
kind = getattr(llama.ggml_type, "GGML_TYPE_" + sys.argv[2])
params.cache_type_k = params.cache_type_v = kind
llama.Server(params)
`;
const NAMES = { fp16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;
const types = ['fp16', 'q8_0', 'q4_0'] as const;

/** The server says them while it loads; whether it then ends by itself is not ours to wait for. */
async function figuresPrintedBy(args: string[]): Promise<ReturnType<typeof figuresOf>> {
  const server = spawn(PYTHON, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  await until(() => /model loaded|listening/.test(log) || server.exitCode !== null, 'the server to load the model', 100_000);
  return figuresOf(log);
}

describe('llama.cpp’s own figures', () => {
  it.each(types)('as recorded, with a cache of %s', async (dtype) => {
    const description = await describeModel(MODEL);
    const { kvMib, cells, weightsMib } = figuresOf(LLAMA_LOGS[dtype]);
    expect(Math.abs(kvBytes(shapeOfDescription(description), dtype, cells) / MIB - kvMib)).toBeLessThan(ROUNDING_MIB);
    expect(Math.abs(description.weightsBytes / MIB - weightsMib)).toBeLessThan(ROUNDING_MIB);
  });

  it.skipIf(!existsSync(PYTHON)).each(types)('by a server started now, with a cache of %s', { timeout: 120_000 }, async (dtype) => {
    const { kvMib, cells } = await figuresPrintedBy(['-c', LOAD, MODEL, NAMES[dtype], String(await freePort())]);
    expect(cells).toBe(4_096);
    expect(Math.abs(kvBytes(shapeOfDescription(await describeModel(MODEL)), dtype, cells) / MIB - kvMib)).toBeLessThan(ROUNDING_MIB);
  });
});
