// LiteLLM, unchanged, at every door it has a provider for. To Ollama's it sends JSON without saying so, at Anthropic's it names more tokens than the model has.
import { join } from 'node:path';
import { describeWithPythonClients } from '@docmind/testing';
import { expect, it } from 'vitest';
import { MOCK_MODEL, startMockedUnderTest } from '../service.fixture.js';

const script = join(import.meta.dirname, 'litellm-client.fixture.py');

describeWithPythonClients('litellm', 'LiteLLM', (python) => {
  // Its import alone takes seconds.
  it('gets answers, whole and as a stream, by whichever API', { timeout: 120_000 }, async () => {
    const under = await startMockedUnderTest({ MAX_CONTEXT_LENGTH: '2048' });
    const cases = ['generate', 'generate_stream', 'ollama_chat', 'openai', 'hosted_vllm', 'anthropic'];
    try {
      const gave = JSON.parse(await python.run(script, under.service.url, MOCK_MODEL, ...cases)) as unknown;
      const said = 'The capital of France is Paris.';
      const both = [said, said];
      expect(gave).toEqual({
        generate: [said, true],
        generate_stream: said,
        ollama_chat: both,
        openai: both,
        hosted_vllm: both,
        anthropic: both,
      });
    } finally {
      await under.close();
    }
  });
});
