import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsDirForTests, repositoryRoot, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { examine } from '../doctor/examine.js';
import { createProgram } from '../program.js';
import { loadStackConfig } from '../config/stack-config.js';

const SERVICE_FILE = join(repositoryRoot(), 'config/vllm_service.yaml');
const CARD = '0, GPU-6f1f, NVIDIA GeForce RTX 4090 Laptop GPU, 565.57.01, 16376, 1000, 15376, 5, 1, 50, 20.1, 210, 405, P8, 8.9, [N/A]';

let printed = '';
const docmind = async (...args: string[]): Promise<string> => {
  printed = '';
  await createProgram().parseAsync(args, { from: 'user' });
  return printed;
};

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

describe('docmind vllm args', () => {
  it('shows each setting with where it came from and why, and the command line last', async () => {
    const lines = (await docmind('vllm', 'args', '--config', SERVICE_FILE)).trim().split('\n');
    expect(lines.find((line) => line.startsWith('engine.kv_cache_dtype'))).toMatch(/fp8 .*--kv-cache-dtype fp8 +half the size/);
    expect(lines.find((line) => line.startsWith('performance.disable_log_stats'))).toContain('omitted');
    expect(lines.at(-1)).toMatch(/^vllm serve \/models\/Qwen3-4B-Instruct-2507-FP8 --served-model-name .* --max-model-len 131072 /);
  });

  it('lets a variable stand above the file, and says what is dropped', async () => {
    vi.stubEnv('VLLM_SWAP_SPACE', '2');
    vi.stubEnv('VLLM_MAX_MODEL_LEN', '32768');
    const shown = await docmind('vllm', 'args', '--config', SERVICE_FILE);
    expect(shown).toContain('--max-model-len 32768');
    expect(shown).toContain('VLLM_SWAP_SPACE=2 (engine.swap_space) is dropped: vLLM no longer swaps');
  });

  it('takes what LLM_CONFIG_FILE says, below the variables that are set', async () => {
    const config = { backend: 'vllm', model: { name: 'tiny', path: '/srv/tiny', context_size: 4096, quantization: 'fp8' } };
    vi.stubEnv('LLM_CONFIG_FILE', file('llm.json', JSON.stringify(config)));
    const shown = await docmind('vllm', 'args', '--config', SERVICE_FILE);
    expect(shown).toMatch(/\nvllm serve \/srv\/tiny --served-model-name tiny .*--max-model-len 4096/);
    vi.stubEnv('VLLM_MAX_MODEL_LEN', '2048');
    expect(await docmind('vllm', 'args', '--config', SERVICE_FILE)).toContain('--max-model-len 2048');
  });

  it('gives everything as JSON', async () => {
    const { mappings, commandLine, warnings } = JSON.parse(await docmind('vllm', 'args', '--json', '--config', SERVICE_FILE)) as {
      mappings: { reason: string }[];
      commandLine: string[];
      warnings: string[];
    };
    expect(mappings.every(({ reason }) => reason !== '')).toBe(true);
    expect(commandLine.slice(0, 2)).toEqual(['vllm', 'serve']);
    expect(warnings).toEqual([]);
  });

  it('refuses a wrong file or option by name', async () => {
    await expect(docmind('vllm', 'args', '--config', '/nowhere.yaml')).rejects.toThrow('/nowhere.yaml: cannot be read (ENOENT)');
    await expect(docmind('vllm', 'args', '--config', SERVICE_FILE, '--vram', 'big')).rejects.toThrow(
      '--vram: must be a number above 0, not "big"',
    );
    await expect(docmind('vllm', 'args', '--config', file('v.yaml', 'model: [\n'))).rejects.toThrow('is no YAML');
  });
});

describe('docmind config check', () => {
  it('reports what becomes of each field', async () => {
    const path = file(
      'llm.yaml',
      'backend: llamacpp\nmodel: { name: smollm2-135m-instruct, context_size: 2048 }\ninference: { temperature: 0.7 }\n',
    );
    const shown = await docmind('config', 'check', path);
    expect(shown).toMatch(/model\.context_size +2048 +honoured +LLAMA_CONTEXT_TOKENS=2048/);
    expect(shown).toMatch(/inference\.temperature +0\.7 +refused/);
    expect(shown).toContain(`LLM_CONFIG_FILE=${path}`);
    vi.stubEnv('LLM_CONFIG_FILE', path);
    expect(loadStackConfig().inference).toMatchObject({ INFERENCE_ENGINE: 'llama', LLAMA_CONTEXT_TOKENS: 2_048 });
  });

  it('names the faults of a wrong one', async () => {
    await expect(docmind('config', 'check', file('llm.json', '{"backend":"tgi"}'))).rejects.toThrow(
      'backend: must be one of ollama, llamacpp, vllm',
    );
  });
});

describe('docmind doctor', () => {
  const findings = async (nvidiaSmi: string) => {
    const config = loadStackConfig({ DOCMIND_DATA_DIR: temporaryFolder(), MODELS_DIR: modelsDirForTests(), NVIDIA_SMI_COMMAND: nvidiaSmi });
    return (await examine(config)).map(({ what, verdict, says }) => `${verdict} ${what}: ${says}`);
  };

  it('shows the card, what it can do and the plan for the model', async () => {
    const command = file('nvidia-smi', `#!/bin/sh\necho "${CARD}"\n`);
    chmodSync(command, 0o755);
    const shown = await findings(command);
    expect(shown.find((line) => line.startsWith('ok GPU 0'))).toContain(
      '15.02 GiB of 15.99 GiB free; compute capability 8.9 computes in FP8',
    );
    const plan = shown.find((line) => line.startsWith('ok plan for smollm2-135m-instruct'));
    expect(plan).toContain('up to 8,192 tokens of context on GPU 0: weights 0.09 GiB, KV cache 0.18 GiB (23,040 bytes a token, fp16)');
    expect(shown).toContainEqual(expect.stringMatching(/^ok embedded engine: LLAMA_CONTEXT_TOKENS reserves [\d,]+ tokens of it$/));
  });

  it('shows a server’s flags on a line of their own, for the card with most room', async () => {
    const second = CARD.replace(/^0, GPU-6f1f/, '1, GPU-7a1b').replace('1000, 15376', '15000, 1376');
    const command = file('nvidia-smi', `#!/bin/sh\necho "${second}"\necho "${CARD}"\n`);
    chmodSync(command, 0o755);
    vi.stubEnv('INFERENCE_ENGINE', 'openai');
    vi.stubEnv('INFERENCE_MODEL', 'smollm2-135m-instruct');
    const shown = await findings(command);
    expect(shown.filter((line) => /^ok GPU \d/.test(line))).toHaveLength(2);
    expect(shown.find((line) => line.startsWith('ok plan'))).toContain('on GPU 0');
    expect(shown).toContainEqual(expect.stringMatching(/^ok flags for llama-server: --ctx-size 8192 .*--parallel 1$/));
  });

  it('counts the machine’s memory for a card that has none', async () => {
    const gb10 = '0, [N/A], NVIDIA GB10, 580.126.09, [N/A], [N/A], [N/A], 0, [N/A], 52, 10.8, 2405, [N/A], [N/A], 12.1, [N/A]';
    const command = file('nvidia-smi', `#!/bin/sh\necho "${gb10}"\n`);
    chmodSync(command, 0o755);
    expect((await findings(command)).find((line) => line.startsWith('ok GPU 0'))).toMatch(
      /NVIDIA GB10, [\d.]+ GiB of [\d.]+ GiB of the machine's memory free/,
    );
  });

  it('says why models run on the CPU, and plans for its memory', async () => {
    const shown = await findings('there-is-no-such-tool');
    expect(shown).toContainEqual(expect.stringMatching(/^note GPU: models run on the CPU: nvidia-smi is not there/));
    expect(shown).toContainEqual(expect.stringMatching(/^ok plan for smollm2-135m-instruct: up to 8,192 tokens of context in memory/));
  });
});
