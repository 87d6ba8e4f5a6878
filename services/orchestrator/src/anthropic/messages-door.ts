import { sendEvents } from '@docmind/bootstrap';
import {
  type AnthropicCount,
  type AnthropicCountReply,
  cacheHeaders,
  type DocmindChatRequest,
  type DocmindMessagesRequest,
  inferencePromptCount,
} from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { chatOfMessages, MessageEvents, promptOfMessages } from '@docmind/openai-wire';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { chatQuestionOf } from '../openai/chat-question.policy.js';
import { bringsTools, EngineChat } from '../openai/engine-chat.service.js';
import { streamAnswer } from '../query/event-stream.js';
import { QueryService } from '../query/query.service.js';
import { answerForm, messageOf } from './messages-answer.policy.js';

/** Anthropic's API: the same questions as at OpenAI's doors, and with tools of the caller the engine's own answer. */
@Injectable()
export class MessagesDoor {
  constructor(
    private readonly queries: QueryService,
    private readonly engine: EngineChat,
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async answer(asked: DocmindMessagesRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const chat: DocmindChatRequest = { ...chatOfMessages(asked), docmind: asked.docmind };
    if (bringsTools(chat)) return this.passOn(chat, context, reply);
    const question = chatQuestionOf(chat, this.config.ANSWER_MAX_TOKENS);
    if (chat.stream) return streamAnswer(this.queries.ask(question, context), answerForm, reply);
    const outcome = await this.queries.complete(question, context);
    void reply.status(200).headers(cacheHeaders(outcome.reply.cache)).send(messageOf(outcome));
  }

  /** What the caller sends, in the model's template. What the agents add to it is known only once they have looked. */
  async count(asked: AnthropicCount, context: RequestContext): Promise<AnthropicCountReply> {
    const { messages, tools } = promptOfMessages(asked);
    const { count } = await this.client.call(inferencePromptCount, { messages, tools }, context);
    return { input_tokens: count };
  }

  private async passOn(chat: DocmindChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    void reply.headers(cacheHeaders({ result: 'bypass', why: 'a chat with tools of the caller' }));
    const form = new MessageEvents(chat.model);
    if (chat.stream) return sendEvents(this.engine.frames(chat, context), form, reply);
    void reply.status(200).send(form.whole(await this.engine.whole(chat, context)));
  }
}
