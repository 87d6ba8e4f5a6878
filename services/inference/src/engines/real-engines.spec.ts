// The engine contract against real servers, each with the same small model. vLLM's is in vllm-real.spec.ts.
import { describeWithLlamaServer, describeWithOllama, startLlamaServer, startOllama } from '@docmind/testing';
import { LlamaServerEngine } from './llama/llama-server.engine.js';
import { describeLlmEngine } from '../generation/llm-engine.contract.js';
import { OllamaEngine } from './ollama/ollama.engine.js';

const tooLong = 'word '.repeat(2_000);
const options = { connections: 1, timeoutMs: 120_000 };

describeWithLlamaServer(() => {
  describeLlmEngine('LlamaServerEngine', async () => {
    const server = await startLlamaServer();
    const engine = new LlamaServerEngine({ ...options, baseUrl: `${server.url}/v1`, model: server.model });
    return {
      engine,
      model: server.model,
      tooLong,
      can: { schema: true, seed: true, tools: 'takes', figures: true },
      crash: () => server.restart(),
      close: async () => {
        await engine.close();
        await server.stop();
      },
    };
  });
});

describeWithOllama(() => {
  describeLlmEngine('OllamaEngine', async () => {
    const server = await startOllama();
    const engine = new OllamaEngine({ ...options, baseUrl: server.url, model: server.model, contextTokens: 1_024, tokenizer: undefined });
    return {
      engine,
      model: server.model,
      tooLong,
      can: { count: false, schema: true, seed: true, tools: 'refuses', figures: true },
      crash: () => server.restart(),
      close: async () => {
        await engine.close();
        await server.stop();
      },
    };
  });
});
