import { AppError, toAppError } from '@docmind/errors';
import type { EngineFigures } from '../llm-engine.port.js';
import { engineFigures, VLLM_FIGURES } from './engine-figures.policy.js';
import { HEALTH_TIMEOUT_MS, OpenAiEngine } from './openai.engine.js';
import type { OpenAiHttpOptions } from './openai-http.js';

/** Copying the weights to RAM and back takes seconds for tens of gigabytes. */
const SLEEP_TIMEOUT_MS = 60_000;

/**
 * vLLM. With a sleep level it gives its memory back on `unload` and wakes on `load`. Asleep it says that it is well and lets requests hang,
 * so none is sent then.
 */
export class VllmEngine extends OpenAiEngine {
  override readonly name = 'vllm';
  override readonly restState: 'idle' | 'sleeping';
  private isAsleep = false;

  constructor(private readonly vllm: OpenAiHttpOptions & { readonly model: string; readonly sleepLevel: 1 | 2 | undefined }) {
    super(vllm);
    this.restState = vllm.sleepLevel === undefined ? 'idle' : 'sleeping';
  }

  override async load(): Promise<void> {
    if (this.vllm.sleepLevel !== undefined && (await this.asksAsleep())) {
      await this.post('/wake_up');
      // Level 2 has dropped the weights.
      if (this.vllm.sleepLevel === 2) await this.post('/collective_rpc', { method: 'reload_weights' });
    }
    this.isAsleep = false;
    await super.health();
  }

  override async unload(): Promise<void> {
    const { sleepLevel } = this.vllm;
    if (sleepLevel === undefined) return;
    this.isAsleep = true;
    await this.post(`/sleep?level=${sleepLevel}`);
  }

  override async health(): Promise<void> {
    this.assertAwake();
    if (this.vllm.sleepLevel !== undefined) this.isAsleep = await this.asksAsleep();
    this.assertAwake();
    await super.health();
  }

  override async figures(): Promise<EngineFigures> {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    try {
      return engineFigures(await (await this.http.getBeside('/metrics', signal)).text(), VLLM_FIGURES);
    } catch (thrown) {
      throw this.http.failure(thrown, signal);
    }
  }

  protected override assertServing(): void {
    this.assertAwake();
  }

  private assertAwake(): void {
    if (this.isAsleep) throw new AppError('UNAVAILABLE', 'vLLM sleeps: its memory is with another backend; switch to it to wake it');
  }

  private async asksAsleep(): Promise<boolean> {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    try {
      const reply = (await (await this.http.getBeside('/is_sleeping', signal)).json()) as { is_sleeping?: boolean };
      return reply.is_sleeping === true;
    } catch (thrown) {
      throw explained(this.http.failure(thrown, signal));
    }
  }

  private async post(path: string, body: object = {}): Promise<void> {
    const signal = AbortSignal.timeout(SLEEP_TIMEOUT_MS);
    try {
      await (await this.http.postBeside(path, body, signal)).text();
    } catch (thrown) {
      throw explained(this.http.failure(thrown, signal));
    }
  }
}

function explained(thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (error.code !== 'NOT_FOUND') return error;
  return new AppError('FAILED_PRECONDITION', 'This vLLM cannot sleep; start it with VLLM_SERVER_DEV_MODE=1 and --enable-sleep-mode');
}
