// Our figures against those that llama.cpp's server and vLLM print: recorded, and live where the server is installed. vLLM's are live in
// vllm-real.spec.ts and vllm-start.spec.ts, where it runs anyway.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describeModel } from '@docmind/models';
import { freePort, modelsDirForTests, repositoryRoot, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapeOfConfig } from './config-shape.policy.js';
import { shapeOfDescription } from './description-shape.policy.js';
import { kvBytes, kvBytesPerToken } from './kv-size.policy.js';
import { figuresOf, LLAMA_LOGS } from './llama-log.fixture.js';
import { VLLM_LOGS, vllmFiguresOf } from './vllm-log.fixture.js';

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

describe('vLLM’s own figures', () => {
  const tiny = shapeOfConfig(
    JSON.parse(readFileSync(join(repositoryRoot(), 'scripts/engines/vllm-tiny.json'), 'utf8')) as Record<string, unknown>,
  );
  const GIB = 1_073_741_824;

  it.each(['bf16', 'fp8'] as const)('as recorded, with a cache of %s', (dtype) => {
    const { budgetGib, tokens } = vllmFiguresOf(VLLM_LOGS.tiny[dtype]);
    expect(kvBytesPerToken(tiny, dtype) * tokens).toBe(budgetGib * GIB);
  });

  it('as recorded for SmolLM2, whose last block of 32 tokens does not fit', async () => {
    const shape = shapeOfDescription(await describeModel(MODEL));
    const { budgetGib, tokens } = vllmFiguresOf(VLLM_LOGS.smol);
    expect(kvBytesPerToken(shape, 'bf16') * tokens).toBeLessThanOrEqual(budgetGib * GIB);
    expect(kvBytesPerToken(shape, 'bf16') * (tokens + 32)).toBeGreaterThan(budgetGib * GIB);
  });
});
