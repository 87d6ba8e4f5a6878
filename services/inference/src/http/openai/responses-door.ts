import { randomUUID } from 'node:crypto';
import { sendEvents } from '@docmind/bootstrap';
import type { ResponsesRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { chatRequestOf, ResponseEvents } from '@docmind/openai-wire';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from '../reply/notes-header.js';

/** OpenAI's Responses API over every backend. Nothing is kept between two requests here. */
@Injectable()
export class ResponsesDoor {
  constructor(private readonly chat: ChatService) {}

  async answer(asked: ResponsesRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    if (asked.previous_response_id) throw nothingKept();
    const request = chatRequestOf(asked);
    const form = new ResponseEvents({ ...asked, store: false }, `resp_${randomUUID().replaceAll('-', '')}`);
    const notes: GenerationNotes = {};
    if (asked.stream) return sendEvents(this.chat.stream(request, context, notes), form, reply, () => showNotes(notes, reply));
    const whole = await this.chat.complete(request, context, notes);
    showNotes(notes, reply);
    void reply.send(form.whole(whole));
  }
}

function nothingKept(): AppError {
  const problem = 'no responses are kept at this door: send the earlier items as input';
  return new AppError('INVALID_ARGUMENT', `The request is not valid: previous_response_id: ${problem}`, {
    details: { faults: [{ field: 'previous_response_id', problem }] },
  });
}
