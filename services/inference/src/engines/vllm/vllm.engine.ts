import { AppError, toAppError } from '@docmind/errors';
import type { EngineFigures } from '../../generation/llm-engine.port.js';
import { engineFigures, VLLM_FIGURES } from '../http/engine-figures.policy.js';
import { HEALTH_TIMEOUT_MS, OpenAiEngine, type RequestGuard } from '../openai/openai.engine.js';
import type { EngineHttpOptions } from '../http/engine-http.js';
import { ASLEEP, SleepWatch } from './sleep-watch.js';

/** Copying the weights to RAM and back takes seconds for tens of gigabytes. */
const SLEEP_TIMEOUT_MS = 60_000;

/**
 * vLLM. With a sleep level it gives its memory back on `unload` and wakes on `load`. Asleep it says that it is well and lets requests hang,
 * so none is sent then, and none that was sent before waits on.
 */
export class VllmEngine extends OpenAiEngine {
  override readonly name = 'vllm';
  override readonly restState: 'idle' | 'sleeping';
  private isUnloaded = false;
  /** By somebody else, such as another replica of this service. */
  private wasFoundAsleep = false;
  private readonly sleepWatch = new SleepWatch(async () => (this.wasFoundAsleep = await this.asksAsleep()));

  constructor(private readonly vllm: EngineHttpOptions & { readonly model: string; readonly sleepLevel: 1 | 2 | undefined }) {
    super(vllm);
    this.restState = vllm.sleepLevel === undefined ? 'idle' : 'sleeping';
  }

  override async load(): Promise<void> {
    if (this.vllm.sleepLevel !== undefined && (await this.asksAsleep())) {
      await this.post('/wake_up');
      // Level 2 has dropped the weights.
      if (this.vllm.sleepLevel === 2) await this.post('/collective_rpc', { method: 'reload_weights' });
    }
    this.isUnloaded = this.wasFoundAsleep = false;
    await super.health();
  }

  override async unload(): Promise<void> {
    const { sleepLevel } = this.vllm;
    if (sleepLevel === undefined) return;
    this.isUnloaded = true;
    await this.post(`/sleep?level=${sleepLevel}`);
  }

  override async health(): Promise<void> {
    await this.assertAwake();
    await super.health();
  }

  override async figures(): Promise<EngineFigures> {
    return this.http.askWithin(HEALTH_TIMEOUT_MS, 'give its figures', async (signal) =>
      engineFigures(await (await this.http.getBeside('/metrics', signal)).text(), VLLM_FIGURES),
    );
  }

  protected override assertServing(): void | Promise<void> {
    if (this.isUnloaded || this.wasFoundAsleep) return this.assertAwake();
  }

  protected override guard(signal: AbortSignal): RequestGuard {
    return this.vllm.sleepLevel === undefined ? super.guard(signal) : this.sleepWatch.guard(signal);
  }

  /** @throws AppError UNAVAILABLE when it sleeps */
  private async assertAwake(): Promise<void> {
    if (this.isUnloaded) throw new AppError('UNAVAILABLE', 'vLLM sleeps: its memory is with another backend; switch to it to wake it');
    if (this.vllm.sleepLevel !== undefined) this.wasFoundAsleep = await this.asksAsleep();
    if (this.wasFoundAsleep) throw new AppError('UNAVAILABLE', ASLEEP);
  }

  private async asksAsleep(): Promise<boolean> {
    const asked = this.http.askWithin(HEALTH_TIMEOUT_MS, 'say whether it sleeps', async (signal) => {
      const reply = (await (await this.http.getBeside('/is_sleeping', signal)).json()) as { is_sleeping?: boolean };
      return reply.is_sleeping === true;
    });
    return asked.catch(throwExplained);
  }

  private async post(path: string, body: object = {}): Promise<void> {
    const asked = this.http.askWithin(SLEEP_TIMEOUT_MS, `answer ${path}`, async (signal) => {
      await (await this.http.postBeside(path, body, signal)).text();
    });
    await asked.catch(throwExplained);
  }
}

function throwExplained(thrown: unknown): never {
  const error = toAppError(thrown);
  if (error.code !== 'NOT_FOUND') throw error;
  throw new AppError('FAILED_PRECONDITION', 'This vLLM cannot sleep; start it with VLLM_SERVER_DEV_MODE=1 and --enable-sleep-mode');
}
