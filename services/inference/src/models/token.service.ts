import type { TokenizeReply } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { BackendManager } from '../backends/backend-manager.js';
import type { LlmEngine, Tokenization, TokenizeInput } from '../generation/llm-engine.port.js';

/** Exact token counts by the engine's own tokenizer. */
@Injectable()
export class TokenService {
  constructor(private readonly backends: BackendManager) {}

  async count(texts: readonly string[], model: string | undefined, context: RequestContext): Promise<number[]> {
    return (await this.engineOf(model)).countTokens(texts, context.signal);
  }

  /** vLLM's form. @throws AppError NOT_FOUND for an unknown model */
  async tokenize(input: TokenizeInput, model: string | undefined, context: RequestContext): Promise<TokenizeReply> {
    const engine = await this.engineOf(model);
    const { tokens, maxModelLength }: Tokenization = await engine.tokenize(input, context.signal);
    return { count: tokens.length, max_model_len: maxModelLength ?? null, tokens };
  }

  /** Counting is worth no switch: a model that isn't loaded is counted by the active one. */
  private async engineOf(model: string | undefined): Promise<LlmEngine> {
    const { routes } = this.backends;
    if (model === undefined) return routes.active.engine;
    const backend = routes.of(model, false);
    await routes.modelAt(backend, model);
    return backend.engine;
  }
}
