import type { ModelInfo } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { LlmEngine } from '../llm-engine.port.js';

const FRESH_MS = 10_000;
/** An unknown name asks again, but a client that keeps asking for it doesn't make us ask each time. */
const ASK_AGAIN_MS = 1_000;

export interface ModelNamesOptions {
  readonly model: string;
  readonly alias: string | undefined;
}

/** Which names requests may use, and what the engine calls them. */
export class ModelNames {
  private known: readonly ModelInfo[] = [];
  private names = new Set<string>();
  private windows = new Map<string, number | undefined>();
  private askedAt = -Infinity;

  constructor(
    private readonly engine: LlmEngine,
    private readonly options: ModelNamesOptions,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The engine's models, and the alias under its own name. */
  async list(): Promise<readonly ModelInfo[]> {
    await this.refresh(FRESH_MS);
    const { alias, model } = this.options;
    const target = alias === undefined ? undefined : this.known.find(({ id }) => id === model);
    return target && alias !== undefined ? [...this.known, { ...target, id: alias }] : this.known;
  }

  /** @throws AppError NOT_FOUND naming the models there are */
  async get(id: string): Promise<ModelInfo> {
    const models = await this.list();
    const found = models.find((model) => model.id === id);
    if (found) return found;
    throw notFound(id, models);
  }

  /**
   * The engine's name for a requested one; without waiting where it is known.
   * @throws AppError NOT_FOUND naming the models there are
   */
  resolve(requested: string): string | Promise<string> {
    const name = this.targetOf(requested);
    if (this.names.has(name) && this.now() - this.askedAt < FRESH_MS) return name;
    return this.resolveAfterAsking(requested, name);
  }

  /** The context length that the engine last told for one of its own names. */
  windowOf(name: string): number | undefined {
    return this.windows.get(name);
  }

  private async resolveAfterAsking(requested: string, name: string): Promise<string> {
    await this.refresh(this.names.has(name) ? FRESH_MS : ASK_AGAIN_MS);
    if (this.names.has(name)) return name;
    throw notFound(requested, await this.list());
  }

  private targetOf(requested: string): string {
    return requested === this.options.alias ? this.options.model : requested;
  }

  /** An engine that is down keeps the names it had: the request itself will say that it is down. */
  private async refresh(maxAgeMs: number): Promise<void> {
    if (this.now() - this.askedAt < maxAgeMs) return;
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

function notFound(id: string, models: readonly ModelInfo[]): AppError {
  const names = models.map((model) => model.id).join(', ');
  return new AppError('NOT_FOUND', `There is no model "${id}" here; there is ${names}`, { details: { openAiCode: 'model_not_found' } });
}
