import { setTimeout as delay } from 'node:timers/promises';
import { AppError, toAppError } from '@docmind/errors';
import type { EngineFigures } from '../../generation/llm-engine.port.js';
import { engineFigures, LLAMA_SERVER_FIGURES } from '../http/engine-figures.policy.js';
import { HEALTH_TIMEOUT_MS, OpenAiEngine } from '../openai/openai.engine.js';

const ASK_AGAIN_MS = 100;
/** A server that isn't started is not waited for; one that still reads its model is, until the backend's load limit. */
const LOADING = /loading/i;

/** llama.cpp's own server. It holds one model from start to end: loading means waiting until it has read it. */
export class LlamaServerEngine extends OpenAiEngine {
  override readonly name = 'llama-server';
  private isClosed = false;

  override async load(): Promise<void> {
    for (;;) {
      try {
        return await this.health();
      } catch (thrown) {
        if (this.isClosed || !LOADING.test(toAppError(thrown).message)) throw thrown;
        await delay(ASK_AGAIN_MS);
      }
    }
  }

  /** @throws AppError UNAVAILABLE while it loads its model: it answers 503 then */
  override async health(): Promise<void> {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    try {
      await (await this.http.getBeside('/health', signal)).text();
    } catch (thrown) {
      if (signal.aborted) throw new AppError('UNAVAILABLE', `The engine did not say that it is well within ${HEALTH_TIMEOUT_MS} ms`);
      throw this.http.failure(thrown, signal);
    }
  }

  override async figures(): Promise<EngineFigures> {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    try {
      return engineFigures(await (await this.http.getBeside('/metrics', signal)).text(), LLAMA_SERVER_FIGURES);
    } catch (thrown) {
      throw this.http.failure(thrown, signal);
    }
  }

  override close(): Promise<void> {
    this.isClosed = true;
    return super.close();
  }
}
