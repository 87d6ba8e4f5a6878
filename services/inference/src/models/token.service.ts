import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { LlmEngine, type Tokenization, type TokenizeInput } from '../llm-engine.port.js';
import { ModelNames } from './model-names.js';

export interface TokenizeReply {
  readonly count: number;
  readonly max_model_len: number | null;
  readonly tokens: readonly number[];
}

/** Exact token counts by the engine's own tokenizer. */
@Injectable()
export class TokenService {
  constructor(
    private readonly engine: LlmEngine,
    private readonly names: ModelNames,
  ) {}

  async count(texts: readonly string[], model: string | undefined, context: RequestContext): Promise<number[]> {
    if (model !== undefined) await this.names.resolve(model);
    return this.engine.countTokens(texts, context.signal);
  }

  /** vLLM's form. @throws AppError NOT_FOUND for an unknown model */
  async tokenize(input: TokenizeInput, model: string | undefined, context: RequestContext): Promise<TokenizeReply> {
    if (model !== undefined) await this.names.resolve(model);
    const { tokens, maxModelLength }: Tokenization = await this.engine.tokenize(input, context.signal);
    return { count: tokens.length, max_model_len: maxModelLength ?? null, tokens };
  }
}
