// LiteLLM's Ollama providers, unchanged: they send JSON without saying so.
import { join } from 'node:path';
import { describeWithPythonClients } from '@docmind/testing';
import { expect, it } from 'vitest';
import { MOCK_MODEL, startMockedUnderTest } from '../../service.fixture.js';

const script = join(import.meta.dirname, 'ollama-litellm.fixture.py');

describeWithPythonClients('litellm', "LiteLLM's Ollama providers", (python) => {
  it('generate and chat, whole and as a stream', async () => {
    const under = await startMockedUnderTest();
    try {
      const gave = JSON.parse(
        await python.run(script, under.service.url, MOCK_MODEL, 'generate', 'generate_stream', 'chat', 'chat_stream'),
      ) as unknown;
      const said = 'The capital of France is Paris.';
      expect(gave).toEqual({ generate: [said, true], generate_stream: said, chat: said, chat_stream: said });
    } finally {
      await under.close();
    }
  });
});
