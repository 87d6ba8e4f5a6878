import type { TextRequest } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { Seat } from '../backends/backend.js';
import type { RawCompletion, RawEvents } from '../generation/llm-engine.port.js';
import { type AnswerForm, completed } from './chat.service.js';
import type { Demand } from './generation-course.js';
import { GenerationRunner } from './generation-runner.js';
import { textTokens } from '../generation/request-tokens.policy.js';

/** OpenAI's older completions: a text that a model goes on with, without a chat template. */
@Injectable()
export class TextService {
  constructor(private readonly runner: GenerationRunner) {}

  complete(request: TextRequest, context: RequestContext, form: AnswerForm): Promise<RawCompletion> {
    return this.runner.call(demandOf(request), context, (seat) => {
      const { engine } = seat.backend;
      return (
        engine.passThrough?.completeText({ ...request, model: seat.model }, seat.signal) ??
        completed(engine.text({ ...request, model: seat.model }, seat.signal), form)
      );
    });
  }

  stream(request: TextRequest, context: RequestContext, form: AnswerForm): AsyncGenerator<RawEvents, void, undefined> {
    const open = (seat: Seat) => {
      const { engine } = seat.backend;
      const asked = { ...request, model: seat.model };
      return engine.passThrough?.streamText(asked, seat.signal) ?? form.events(engine.text(asked, seat.signal), asked);
    };
    return this.runner.stream(demandOf(request), context, open, ({ usage }) => ({ isToken: true, usage }));
  }
}

function demandOf(request: TextRequest): Demand {
  return { model: request.model, tokens: textTokens(request) };
}
