import { commonConfigShape, type RunningService, startService } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import { cacheTextsEmbed, encodeVector } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Handles, InProcessTransport, type MessageTransport } from '@docmind/messaging';
import { type MockOpenAiEngine, type MockOpenAiEngineOptions, modelsDirForTests, startMockOpenAiEngine } from '@docmind/testing';
import { Controller, Module } from '@nestjs/common';
import { z } from 'zod';
import { inferenceConfigSchema } from './config/config.js';
import { startInference } from './start.js';

export const LLAMA_MODEL = 'smollm2-135m-instruct';
export const MOCK_MODEL = 'mock-model';

export interface InferenceUnderTest {
  readonly service: RunningService;
  readonly transport: MessageTransport;
  /** A figure of /metrics; 0 where it isn't there yet. */
  metric(name: string): Promise<number>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function startUnderTest(
  environment: Record<string, string>,
  transport: MessageTransport = new InProcessTransport(),
): Promise<InferenceUnderTest> {
  const config = loadConfig(inferenceConfigSchema, {
    INFERENCE_PORT: '0',
    LOG_LEVEL: 'error',
    ENGINE_RETRY_DELAYS_MS: '1,1,1',
    ...environment,
  });
  const service = await startInference(config, transport);
  return {
    service,
    transport,
    metric: async (name) => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`) || candidate.startsWith(`${name} `));
      return Number(line?.split(' ').pop() ?? 0);
    },
    post: (path, body, init = {}) =>
      fetch(service.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
    close: async () => {
      await service.close();
      await transport.close();
    },
  };
}

export function startLlamaUnderTest(environment: Record<string, string> = {}): Promise<InferenceUnderTest> {
  return startUnderTest({ MODELS_DIR: modelsDirForTests(), LLAMA_THREADS: '1', LLAMA_CONTEXT_TOKENS: '1024', ...environment });
}

export async function startMockedUnderTest(
  environment: Record<string, string> = {},
  options: MockOpenAiEngineOptions = {},
): Promise<InferenceUnderTest & { readonly mock: MockOpenAiEngine }> {
  const mock = await startMockOpenAiEngine(options);
  const under = await startUnderTest({
    INFERENCE_ENGINE: 'openai',
    INFERENCE_MODEL: MOCK_MODEL,
    OPENAI_BASE_URL: mock.url,
    ...environment,
  });
  return {
    ...under,
    mock,
    close: async () => {
      await under.close();
      await mock.close();
    },
  };
}

/** Stands in for the cache service: a vector says how long its text is. */
interface EmbedAsked {
  readonly texts: string[];
  readonly truncate?: boolean;
  readonly count?: boolean;
}

@Controller()
class FakeEmbedder {
  @Handles(cacheTextsEmbed)
  async embed({ texts, truncate, count }: EmbedAsked): Promise<z.infer<typeof cacheTextsEmbed.reply>> {
    if (truncate === false && texts.some(({ length }) => length > 1_000)) throw new AppError('INVALID_ARGUMENT', 'input: is too long');
    const vectors = texts.map(({ length }) => encodeVector(Float32Array.of(length, 0.5)));
    return { embedder: 'fake-embedder', dimensions: 2, vectors, ...(count ? { tokens: 7 * texts.length } : {}) };
  }
}

export async function startFakeEmbedder(transport: MessageTransport): Promise<{ close(): Promise<void> }> {
  @Module({ controllers: [FakeEmbedder] })
  class FakeCache {}
  const config = loadConfig(z.object(commonConfigShape), { LOG_LEVEL: 'error' });
  return startService({ name: 'cache', module: FakeCache, config, http: { port: 0, portVariable: 'PORT' }, transport });
}
