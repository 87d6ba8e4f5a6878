import { type Check, judged } from './check.js';
import type { EngineDoor } from './engine-door.js';

const LOOK_EVERY_MS = 1_000;
/** Of the specification, for a card of 16 GB. */
const MOST_BYTES = 16e9;

/** GPU memory in use, stage by stage. Other programs' is in it, as the driver tells the card's. */
export class VramWatch {
  private readonly highest = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly door: EngineDoor,
    private stage: string,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look().catch(() => undefined), LOOK_EVERY_MS);
  }

  async enter(stage: string): Promise<void> {
    await this.look();
    this.stage = stage;
  }

  async stop(): Promise<Check[]> {
    clearInterval(this.timer);
    await this.look();
    return [...this.highest].map(([stage, value]) =>
      judged({
        id: `vram-${stage.replaceAll(' ', '-')}`,
        what: `GPU memory, ${stage}`,
        unit: 'bytes',
        value,
        target: { below: MOST_BYTES },
      }),
    );
  }

  private async look(): Promise<void> {
    const { stage } = this;
    const { device, vramTotalBytes, vramFreeBytes } = await this.door.hardware();
    if (device === 'gpu') this.highest.set(stage, Math.max(this.highest.get(stage) ?? 0, vramTotalBytes - vramFreeBytes));
  }
}
