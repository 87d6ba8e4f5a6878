import { sendEvents } from '@docmind/bootstrap';
import type { AnthropicMessages } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { chatOfMessages, MessageEvents } from '@docmind/openai-wire';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from '../reply/notes-header.js';

/** Generations in the form of Anthropic's API, so that its clients work with every backend. */
@Injectable()
export class MessagesDoor {
  constructor(private readonly chat: ChatService) {}

  async answer(asked: AnthropicMessages, context: RequestContext, reply: FastifyReply): Promise<void> {
    const request = chatOfMessages(asked);
    const notes: GenerationNotes = {};
    const form = new MessageEvents(asked.model);
    if (request.stream) return sendEvents(this.chat.stream(request, context, notes), form, reply, () => showNotes(notes, reply));
    const whole = await this.chat.complete(request, context, notes);
    showNotes(notes, reply);
    void reply.send(form.whole(whole));
  }
}
