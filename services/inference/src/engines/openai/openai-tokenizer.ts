import { setMaxListeners } from 'node:events';
import { AppError, toAppError } from '@docmind/errors';
import type { Tokenization, TokenizeInput } from '../../generation/llm-engine.port.js';
import type { EngineHttp } from '../http/engine-http.js';

interface TokenizeReply {
  /** vLLM's; llama-server gives tokens only. */
  readonly count?: number;
  readonly tokens?: readonly number[];
  readonly max_model_len?: number;
}

const SIDE_BY_SIDE = 8;

/** Exact counts by vLLM's and llama-server's /tokenize. A guess from words would cut prompts in the wrong place, so without it there is none. */
export class OpenAiTokenizer {
  constructor(
    private readonly http: EngineHttp,
    private readonly model: string,
  ) {}

  async count(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    const counts: number[] = [];
    // One signal for many requests at once, each of which listens to it.
    const all = AbortSignal.any([signal]);
    setMaxListeners(SIDE_BY_SIDE * 2, all);
    for (let at = 0; at < texts.length; at += SIDE_BY_SIDE) {
      const part = texts.slice(at, at + SIDE_BY_SIDE);
      counts.push(...(await Promise.all(part.map(async (text) => (text === '' ? 0 : (await this.text(text, all)).tokens.length)))));
    }
    return counts;
  }

  async tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization> {
    if ('prompt' in input) return this.text(input.prompt, signal);
    const { messages, tools } = input;
    const conversation = { messages, ...(tools && tools.length > 0 ? { tools } : {}) };
    const reply = await this.ask('/tokenize', { model: this.model, ...conversation }, signal);
    if (reply.count !== undefined) return tokenization(reply);
    // llama-server puts messages through the template at another route.
    const { prompt } = await this.ask<{ prompt?: string }>('/apply-template', conversation, signal);
    if (typeof prompt === 'string') return this.text(prompt, signal);
    throw new AppError('FAILED_PRECONDITION', 'This engine cannot tokenize messages; ask with a prompt, or use vLLM or llama-server');
  }

  /** vLLM reads `prompt`, llama-server `content`; each ignores the other. */
  private async text(text: string, signal: AbortSignal): Promise<Tokenization> {
    const body = { model: this.model, prompt: text, add_special_tokens: false, content: text };
    return tokenization(await this.ask('/tokenize', body, signal));
  }

  private async ask<Reply = TokenizeReply>(path: string, body: object, signal: AbortSignal): Promise<Reply> {
    try {
      const reply = await this.http.postBeside(path, body, signal);
      return (await reply.json()) as Reply;
    } catch (thrown) {
      const error = toAppError(this.http.failure(thrown, signal));
      if (error.code !== 'NOT_FOUND') throw error;
      throw new AppError(
        'FAILED_PRECONDITION',
        `This engine has no ${path}, so tokens cannot be counted exactly; use vLLM or llama-server`,
      );
    }
  }
}

function tokenization({ tokens, max_model_len }: TokenizeReply): Tokenization {
  if (!tokens) throw new AppError('FAILED_PRECONDITION', "This engine's /tokenize gives no tokens; use vLLM or llama-server");
  return { tokens, maxModelLength: max_model_len };
}
