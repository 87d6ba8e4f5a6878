import { startMockOpenAiEngine } from '@docmind/testing';
import type { EngineUnderTest } from '../../generation/llm-engine.contract.js';
import type { OpenAiEngine } from './openai.engine.js';

export const MOCK_MODEL = 'mock-model';

/** For the contract: an adapter over a mocked server of its own. */
export async function startMocked(engineAt: (baseUrl: string) => OpenAiEngine, can: EngineUnderTest['can'] = {}): Promise<EngineUnderTest> {
  const mock = await startMockOpenAiEngine();
  const engine = engineAt(mock.url);
  return {
    engine,
    model: MOCK_MODEL,
    tooLong: 'word '.repeat(2_000),
    can,
    crash: async () => mock.breakMidStream(),
    close: async () => {
      await engine.close();
      await mock.close();
    },
  };
}
