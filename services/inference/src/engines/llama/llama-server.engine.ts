import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '@docmind/errors';
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
    await this.http.askWithin(HEALTH_TIMEOUT_MS, 'say that it is well', async (signal) => {
      await (await this.http.getBeside('/health', signal)).text();
    });
  }

  override async figures(): Promise<EngineFigures> {
    return this.http.askWithin(HEALTH_TIMEOUT_MS, 'give its figures', async (signal) =>
      engineFigures(await (await this.http.getBeside('/metrics', signal)).text(), LLAMA_SERVER_FIGURES),
    );
  }

  override close(): Promise<void> {
    this.isClosed = true;
    return super.close();
  }
}
