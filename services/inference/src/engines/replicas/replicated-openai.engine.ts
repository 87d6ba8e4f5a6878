import { textTokens } from '../../generation/request-tokens.policy.js';
import type { OpenAiEngine } from '../openai/openai.engine.js';
import type { TextRequest } from '@docmind/contracts';
import type { PassThrough } from '../../generation/llm-engine.port.js';
import { prefixMarks } from './prefix-marks.policy.js';
import { chatWork, ReplicatedEngine, type Work } from './replicated.engine.js';

/** Replicas that speak OpenAI's format: their own bytes are passed on. */
export class ReplicatedOpenAiEngine extends ReplicatedEngine<OpenAiEngine> {
  override readonly passThrough: PassThrough = {
    complete: (request, signal) => this.once(chatWork(request), signal, (engine, own) => engine.passThrough.complete(request, own)),
    stream: (request, signal) => this.stream(chatWork(request), signal, (engine, own) => engine.passThrough.stream(request, own)),
    completeText: (request, signal) => this.once(textWork(request), signal, (engine, own) => engine.passThrough.completeText(request, own)),
    streamText: (request, signal) => this.stream(textWork(request), signal, (engine, own) => engine.passThrough.streamText(request, own)),
  };
}

function textWork(request: TextRequest): Work {
  return { tokens: textTokens(request), marks: prefixMarks([{ role: 'text', content: request.prompt }]) };
}
