import type { ModelInfo } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { LlmEngine } from '../generation/llm-engine.port.js';

const FRESH_MS = 10_000;
/** An unknown name asks again, but a client that keeps asking for it doesn't make us ask each time. */
const ASK_AGAIN_MS = 1_000;

/** What one engine calls its models. */
export class ModelNames {
  private known: readonly ModelInfo[] = [];
  private names = new Set<string>();
  private windows = new Map<string, number | undefined>();
  private askedAt = -Infinity;
  /** Many requests at once ask the engine once. */
  private asking: Promise<void> | undefined;

  constructor(
    private readonly engine: LlmEngine,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async list(): Promise<readonly ModelInfo[]> {
    await this.refresh(FRESH_MS);
    return this.known;
  }

  /**
   * The name, if the engine knows it; without waiting where that is known.
   * @throws AppError NOT_FOUND naming the models there are
   */
  resolve(name: string): string | Promise<string> {
    if (this.names.has(name) && this.now() - this.askedAt < FRESH_MS) return name;
    return this.resolveAfterAsking(name);
  }

  /** A configured name, never waited for: should the engine not know it, it will say so itself. */
  configured(name: string): string {
    if (this.now() - this.askedAt >= FRESH_MS) this.refresh(FRESH_MS).catch(() => undefined);
    return name;
  }

  /** The context length that the engine last told for one of its own names. */
  windowOf(name: string): number | undefined {
    return this.windows.get(name);
  }

  private async resolveAfterAsking(name: string): Promise<string> {
    await this.refresh(this.names.has(name) ? FRESH_MS : ASK_AGAIN_MS);
    if (this.names.has(name)) return name;
    throw unknownModel(name, await this.list());
  }

  /** An engine that is down keeps the names it had: the request itself will say that it is down. */
  private async refresh(maxAgeMs: number): Promise<void> {
    if (this.now() - this.askedAt < maxAgeMs) return;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    await this.asking;
  }

  private async ask(): Promise<void> {
    try {
      this.known = await this.engine.models();
      this.names = new Set(this.known.map(({ id }) => id));
      this.windows = new Map(this.known.map(({ id, contextLength }) => [id, contextLength]));
    } catch (thrown) {
      if (this.known.length === 0) throw thrown;
    }
    this.askedAt = this.now();
  }
}

export function unknownModel(id: string, models: readonly ModelInfo[]): AppError {
  const names = models.map((model) => model.id).join(', ');
  return new AppError('NOT_FOUND', `There is no model "${id}" here; there is ${names}`, { details: { openAiCode: 'model_not_found' } });
}
