import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '@docmind/contracts';
import { openAiEnvelope, toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../chat/chat.service.js';
import { OpenAiChunks, openAiCompletion, SSE_DONE, sseEvent } from './openai-chunks.policy.js';
import { SseReply } from './sse-reply.js';

const JSON_TYPE = 'application/json; charset=utf-8';

interface StreamForm<Frame> {
  readonly notes: GenerationNotes;
  readonly before: string;
  readonly after: string;
  readonly of: (frame: Frame) => string | Buffer;
}

/** Chat completions over HTTP in OpenAI's format; an engine that speaks it already is passed through. */
@Injectable()
export class ChatDoor {
  constructor(
    private readonly chat: ChatService,
    private readonly logger: Logger,
  ) {}

  answer(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    return request.stream ? this.stream(request, context, reply) : this.complete(request, context, reply);
  }

  private async complete(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const notes: GenerationNotes = {};
    const raw = await this.chat.completeRaw(request, context, notes);
    const body = raw ? raw.body : JSON.stringify(openAiCompletion(await this.chat.complete(request, context, notes)));
    showNotes(notes, reply);
    void reply.header('content-type', JSON_TYPE).send(body);
  }

  private async stream(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const notes: GenerationNotes = {};
    const raw = await this.chat.streamRaw(request, context, notes);
    if (raw) return this.send(raw, context, reply, { notes, before: '', after: '', of: ({ bytes }) => bytes });
    const head = { id: `chatcmpl-${randomUUID()}`, model: request.model, created: Math.floor(Date.now() / 1_000) };
    const chunks = new OpenAiChunks(head, request.stream_options?.include_usage === true);
    const form = { notes, before: chunks.first(), after: SSE_DONE, of: (frame: Parameters<typeof chunks.of>[0]) => chunks.of(frame) };
    return this.send(this.chat.stream(request, context, notes), context, reply, form);
  }

  /** A failure before the first frame is thrown, so it gets a status of its own; a later one becomes an event. */
  private async send<Frame>(
    frames: AsyncGenerator<Frame, void, undefined>,
    context: RequestContext,
    reply: FastifyReply,
    form: StreamForm<Frame>,
  ): Promise<void> {
    let next = await frames.next();
    showNotes(form.notes, reply);
    const sse = SseReply.open(reply);
    let last = form.after;
    try {
      if (form.before) await sse.write(form.before);
      for (; !next.done; next = await frames.next()) {
        const waiting = sse.write(form.of(next.value));
        if (waiting) await waiting;
      }
    } catch (thrown) {
      last = this.broken(thrown, context);
    } finally {
      await frames.return();
      sse.end(last);
    }
  }

  /** The event that tells a client why its stream ends early. */
  private broken(thrown: unknown, context: RequestContext): string {
    const error = toAppError(thrown);
    if (error.code === 'CANCELLED') return '';
    this.logger.warn({ msg: 'stream broke off', errorCode: error.code, reason: error.message, requestId: context.requestId });
    return sseEvent(openAiEnvelope(error));
  }
}

/** Before the first byte; a reply to a whole prompt has no such header. */
function showNotes({ trim }: GenerationNotes, reply: FastifyReply): void {
  if (trim) void reply.header('x-docmind-context-trimmed', String(trim.droppedTokens));
}
