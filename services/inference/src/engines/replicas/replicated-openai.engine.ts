import type { ChatRequest } from '@docmind/contracts';
import { textTokens } from '../../generation/request-tokens.policy.js';
import type { OpenAiEngine } from '../openai/openai.engine.js';
import type { RawCompletion, RawEvents, TextRequest } from '../../generation/llm-engine.port.js';
import { prefixMarks } from './prefix-marks.policy.js';
import { chatWork, ReplicatedEngine, type Work } from './replicated.engine.js';

/** Replicas that speak OpenAI's format: their own bytes are passed on. */
export class ReplicatedOpenAiEngine extends ReplicatedEngine<OpenAiEngine> {
  override rawComplete(request: ChatRequest, signal: AbortSignal): Promise<RawCompletion> {
    return this.once(chatWork(request), signal, (engine, own) => engine.rawComplete(request, own));
  }

  override rawStream(request: ChatRequest, signal: AbortSignal): AsyncIterable<RawEvents> {
    return this.stream(chatWork(request), signal, (engine, own) => engine.rawStream(request, own));
  }

  override rawText(request: TextRequest, signal: AbortSignal): Promise<RawCompletion> {
    return this.once(textWork(request), signal, (engine, own) => engine.rawText(request, own));
  }

  override rawTextStream(request: TextRequest, signal: AbortSignal): AsyncIterable<RawEvents> {
    return this.stream(textWork(request), signal, (engine, own) => engine.rawTextStream(request, own));
  }
}

function textWork(request: TextRequest): Work {
  return { tokens: textTokens(request), marks: prefixMarks([{ role: 'text', content: request.prompt }]) };
}
