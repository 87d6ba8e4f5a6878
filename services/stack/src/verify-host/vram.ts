import { type Check, judged } from './check.js';
import type { EngineDoor } from './engine-door.js';

const LOOK_EVERY_MS = 1_000;
/** Of the specification, for a card of 16 GB. */
const MOST_BYTES = 16e9;
const CARD_BYTES = 16 * 2 ** 30;
/** vLLM takes its share of any card (`gpu_memory_utilization`). */
const ON_A_LARGER_CARD = 'the target is for a card of 16 GB';

/** GPU memory in use, stage by stage. Other programs' is in it, as the driver tells the card's. */
export class VramWatch {
  private readonly highest = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private totalBytes = 0;

  constructor(
    private readonly door: Pick<EngineDoor, 'hardware'>,
    private stage: string,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    // Where the rest throws, nothing waits for the next look.
    this.timer.unref();
  }

  async enter(stage: string): Promise<void> {
    await this.look();
    this.stage = stage;
  }

  async stop(): Promise<Check[]> {
    clearInterval(this.timer);
    await this.look();
    const limit = this.totalBytes > CARD_BYTES ? { note: ON_A_LARGER_CARD } : { target: { below: MOST_BYTES } };
    return [...this.highest].map(([stage, value]) =>
      judged({ id: `vram-${stage.replaceAll(' ', '-')}`, what: `GPU memory, ${stage}`, unit: 'bytes', value, ...limit }),
    );
  }

  /** A stack that is gone is each stage's to tell. */
  private async look(): Promise<void> {
    const { stage } = this;
    const seen = await this.door.hardware().catch(() => undefined);
    if (seen?.device !== 'gpu') return;
    this.totalBytes = seen.vramTotalBytes;
    this.highest.set(stage, Math.max(this.highest.get(stage) ?? 0, seen.vramTotalBytes - seen.vramFreeBytes));
  }
}
