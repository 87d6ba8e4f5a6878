import type { ChatFrame, ChatRequest } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { Seat } from '../backends/backend.js';
import type { RawCompletion, RawEvents, TextRequest } from '../generation/llm-engine.port.js';
import { type AnswerForm, completed } from './chat.service.js';
import type { Demand } from './generation-course.js';
import { GenerationRunner } from './generation-runner.js';
import { textTokens } from '../generation/request-tokens.policy.js';

/** OpenAI's older completions: by the engine itself where it has them, else as the answer to one message. */
@Injectable()
export class TextService {
  constructor(private readonly runner: GenerationRunner) {}

  complete(request: TextRequest, context: RequestContext, form: AnswerForm): Promise<RawCompletion> {
    return this.runner.call(demandOf(request), context, (seat) => {
      const { engine } = seat.backend;
      return engine.passThrough?.completeText({ ...request, model: seat.model }, seat.signal) ?? completed(this.chat(request, seat), form);
    });
  }

  stream(request: TextRequest, context: RequestContext, form: AnswerForm): AsyncGenerator<RawEvents, void, undefined> {
    const open = (seat: Seat) => {
      const { engine } = seat.backend;
      const asked = { ...request, model: seat.model };
      return engine.passThrough?.streamText(asked, seat.signal) ?? form.events(this.chat(request, seat), asked);
    };
    return this.runner.stream(demandOf(request), context, open, ({ usage }) => ({ isToken: true, usage }));
  }

  private chat({ prompt, ...rest }: TextRequest, seat: Seat): AsyncIterable<ChatFrame> {
    const request = { ...rest, model: seat.model, messages: [{ role: 'user', content: prompt }] } as ChatRequest;
    return seat.backend.engine.chat(request, seat.signal);
  }
}

function demandOf(request: TextRequest): Demand {
  return { model: request.model, tokens: textTokens(request) };
}
