import type { AskedEngine, ChatFrame, ChatReply, ChatRequest, ContextTrim, Usage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { Seat } from '../backends/backend.js';
import { ContextManager, type FittedRequest } from '../context/context-manager.js';
import type { EngineFrame, RawCompletion, RawEvents } from '../generation/llm-engine.port.js';
import type { Demand } from './generation-course.js';
import { GenerationRunner } from './generation-runner.js';
import { chatTokens } from '../generation/request-tokens.policy.js';

/** What a generation did beside answering; known when its first frame is there. */
export interface GenerationNotes {
  trim?: ContextTrim;
  /** Which backend answered. */
  backend?: string;
}

type EngineReply = Omit<ChatReply, 'backend'>;

/** What of a request says how its answer looks. */
export type AskedForm = Pick<ChatRequest, 'model' | 'stream_options'>;

/** OpenAI's form of what an engine says that doesn't speak it. */
export interface AnswerForm {
  events(frames: AsyncIterable<EngineFrame>, request: AskedForm): AsyncIterable<RawEvents>;
  completion(reply: EngineReply): string;
}

/** Chat completions by the backend there is: it is found, then admission, deadline, the context window, retries and records. */
@Injectable()
export class ChatService {
  constructor(
    private readonly runner: GenerationRunner,
    private readonly contexts: ContextManager,
  ) {}

  /** @throws AppError NOT_FOUND for an unknown model, RESOURCE_EXHAUSTED for a full queue, and what the engine throws */
  stream(request: ChatRequest, context: RequestContext, notes: GenerationNotes = {}): AsyncGenerator<ChatFrame, void, undefined> {
    const open = (seat: Seat) =>
      this.fitted(request, notes, seat, (fitted) => {
        const by = { backend: seat.backend.name, model: seat.model };
        return told(seat.backend.engine.chat(fitted, seat.signal), by, notes.trim);
      });
    const observe = (frame: ChatFrame) => ({
      isToken: frame.type === 'delta',
      tokens: frame.type === 'delta' ? 1 : 0,
      usage: frame.type === 'done' ? frame.usage : undefined,
      ...(frame.type === 'delta' ? { text: frame.content } : {}),
    });
    return this.runner.stream(demandOf(request), context, open, observe);
  }

  async complete(request: ChatRequest, context: RequestContext, notes: GenerationNotes = {}): Promise<ChatReply> {
    return whole(this.stream(request, context, notes));
  }

  /** In OpenAI's form: the engine's own reply where it speaks that. */
  completeRaw(request: ChatRequest, context: RequestContext, notes: GenerationNotes, form: AnswerForm): Promise<RawCompletion> {
    return this.runner.call(demandOf(request), context, (seat) =>
      this.fitted(request, notes, seat, (fitted) => {
        const { engine } = seat.backend;
        return engine.passThrough?.complete(fitted, seat.signal) ?? completed(engine.chat(fitted, seat.signal), form);
      }),
    );
  }

  /** In OpenAI's form: the engine's own events where it speaks that. */
  streamRaw(
    request: ChatRequest,
    context: RequestContext,
    notes: GenerationNotes,
    form: AnswerForm,
  ): AsyncGenerator<RawEvents, void, undefined> {
    const open = (seat: Seat) =>
      this.fitted(request, notes, seat, (fitted) => {
        const { engine } = seat.backend;
        return engine.passThrough?.stream(fitted, seat.signal) ?? form.events(engine.chat(fitted, seat.signal), fitted);
      });
    return this.runner.stream(demandOf(request), context, open, ({ usage }) => ({ isToken: true, usage }));
  }

  /** Without waiting where the prompt is plainly short. */
  private fitted<Result>(
    request: ChatRequest,
    notes: GenerationNotes,
    { backend, model, signal }: Seat,
    run: (fitted: ChatRequest) => Result,
  ): Result | Promise<Awaited<Result>> {
    notes.backend = backend.name;
    const asked = model === request.model ? request : { ...request, model };
    const fitted = this.contexts.fit(backend.engine, asked, backend.names.windowOf(model), signal);
    const begin = ({ request: ready, trim }: FittedRequest) => {
      notes.trim = trim;
      return run(ready);
    };
    return fitted instanceof Promise ? (fitted.then(begin) as Promise<Awaited<Result>>) : begin(fitted);
  }
}

function demandOf(request: ChatRequest): Demand {
  return { model: request.model, tokens: chatTokens(request), messages: request.messages };
}

/** The first frame says whose words they are, as does the last, which also says what was cut. */
async function* told(
  frames: AsyncIterable<EngineFrame>,
  by: AskedEngine,
  contextTrim: ContextTrim | undefined,
): AsyncGenerator<ChatFrame, void, undefined> {
  let isFirst = true;
  for await (const frame of frames) {
    if (frame.type === 'done') yield { ...frame, backend: by.backend, ...(contextTrim && { contextTrim }) };
    else yield isFirst ? { ...frame, by } : frame;
    isFirst = false;
  }
}

async function whole(frames: AsyncIterable<ChatFrame>): Promise<ChatReply>;
async function whole(frames: AsyncIterable<EngineFrame>): Promise<EngineReply>;
async function whole(frames: AsyncIterable<EngineFrame>): Promise<EngineReply> {
  const created = Math.floor(Date.now() / 1_000);
  let content = '';
  let thinking = '';
  for await (const frame of frames) {
    if (frame.type === 'delta') [content, thinking] = [content + frame.content, thinking + (frame.thinking ?? '')];
    else {
      const { type: _type, ...reply } = frame;
      return { ...reply, content, ...(thinking === '' ? {} : { thinking }), created };
    }
  }
  throw new AppError('UNAVAILABLE', 'The engine ended without saying why');
}

export async function completed(frames: AsyncIterable<EngineFrame>, form: AnswerForm): Promise<{ body: string; usage: Usage }> {
  const reply = await whole(frames);
  return { body: form.completion(reply), usage: reply.usage };
}
