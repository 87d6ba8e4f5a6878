import { AppError } from '@docmind/errors';
import { GpuTool, visibleDevices } from '@docmind/hardware';
import { MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LoadShedder } from './load-shedder.port.js';
import { nextShedState, NOT_SHEDDING, type ShedState, type VramReading } from './vram-shed.policy.js';

export interface WatchRules {
  readonly intervalMs: number;
  /** Of a card's memory; new requests are refused from here on. */
  readonly maxFraction: number;
  /** As the engine's process has it. */
  readonly cudaVisibleDevices: string | undefined;
}
export const WATCH_RULES = Symbol('WATCH_RULES');

/** Watches the cards' memory, and refuses new work before the engine runs out of it. Off where no GPU is found at the start. */
@Injectable()
export class VramWatch extends LoadShedder implements OnApplicationBootstrap, OnModuleDestroy {
  private state: ShedState = NOT_SHEDDING;
  private timer: NodeJS.Timeout | undefined;
  private readonly shed;

  constructor(
    private readonly tool: GpuTool,
    @Inject(WATCH_RULES) private readonly rules: WatchRules,
    registry: MetricsRegistry,
    private readonly logger: Logger,
  ) {
    super();
    this.shed = registry.counter('docmind_inference_vram_shed_total', 'Requests refused because the GPU memory was nearly full');
  }

  async onApplicationBootstrap(): Promise<void> {
    if ((await this.readings()).length === 0) return;
    await this.look();
    this.timer = setInterval(() => void this.look(), this.rules.intervalMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  get status(): { state: 'off' | 'ok' | 'shed'; usedFraction?: number; maxFraction: number } {
    const { usedFraction, isShedding } = this.state;
    const state = this.timer === undefined ? 'off' : isShedding ? 'shed' : 'ok';
    return { state, maxFraction: this.rules.maxFraction, ...(usedFraction === undefined ? {} : { usedFraction }) };
  }

  /** One request at a time always passes: an engine that fills the card when it loads holds as much while it is idle. */
  admit(running: number): void {
    if (!this.state.isShedding || running === 0) return;
    this.shed.inc();
    const used = percent(this.state.usedFraction ?? 1);
    throw new AppError(
      'RESOURCE_EXHAUSTED',
      `The GPU memory is ${used} full, and ${percent(this.rules.maxFraction)} is the limit; ask again later`,
      {
        details: { retryAfterSeconds: Math.max(1, Math.ceil(this.rules.intervalMs / 1_000)) },
      },
    );
  }

  /** One look at the cards; also what the timer does. */
  async look(): Promise<void> {
    const before = this.state;
    this.state = nextShedState(before, await this.readings(), this.rules.maxFraction);
    if (before.isShedding === this.state.isShedding) return;
    const facts = { usedFraction: this.state.usedFraction, maxFraction: this.rules.maxFraction };
    if (this.state.isShedding) this.logger.warn({ msg: 'GPU memory nearly full: one request at a time', ...facts });
    else this.logger.log({ msg: 'GPU memory below the limit again', ...facts });
  }

  private async readings(): Promise<VramReading[]> {
    const { gpus } = await this.tool.survey();
    return visibleDevices(gpus, this.rules.cudaVisibleDevices).devices.flatMap(({ gpu, mig }) => {
      const { usedBytes, totalBytes } = mig ?? gpu;
      return usedBytes === undefined || totalBytes === undefined ? [] : [{ usedBytes, totalBytes }];
    });
  }
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
