// What `docmind vllm args` says, started for real as far as a CPU takes it, and the KV cache that comes of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithVllm, repositoryRoot, startVllm, VLLM_START_LIMIT_MS, vllmModelFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { shapeOfConfig } from '../kv-cache/config-shape.policy.js';
import { kvBytesPerToken } from '../kv-cache/kv-size.policy.js';
import { vllmFiguresOf } from '../kv-cache/vllm-log.fixture.js';
import { vllmArguments } from './vllm-arguments.js';

const GIB = 1_073_741_824;
/** The test's own, and what needs a GPU. */
const LEFT_OUT = ['--served-model-name', '--host', '--port', '--enable-sleep-mode'];

describeWithVllm(() => {
  it('starts with the arguments of config/vllm_service.yaml', { timeout: VLLM_START_LIMIT_MS + 60_000 }, async () => {
    const environment = { VLLM_MODEL_PATH: vllmModelFolder('tiny'), VLLM_MAX_MODEL_LEN: '2048' };
    const file = join(repositoryRoot(), 'config/vllm_service.yaml');
    const command = await vllmArguments({ file, environment, gpu: undefined });
    const kept = command.arguments.filter(({ flag }) => !LEFT_OUT.includes(flag));
    expect(kept.map(({ flag }) => flag)).toEqual(expect.arrayContaining(['--kv-cache-dtype', '--attention-backend', '--max-num-seqs']));
    const settings = kept.flatMap(({ flag, value }) => (value === undefined ? [flag] : [flag, value]));
    const server = await startVllm('tiny', settings);
    try {
      const { data } = (await (await fetch(`${server.url}/v1/models`)).json()) as { data: object[] };
      expect(data).toMatchObject([{ id: 'tiny', max_model_len: 2_048 }]);
      const { budgetGib, tokens } = vllmFiguresOf(server.log());
      const config = JSON.parse(readFileSync(join(vllmModelFolder('tiny'), 'config.json'), 'utf8')) as Record<string, unknown>;
      expect(kvBytesPerToken(shapeOfConfig(config), 'fp8') * tokens).toBe(budgetGib * GIB);
    } finally {
      await server.stop();
    }
  });
});
