import {
  type ChatFrame,
  type ChatReply,
  type ChatRequest,
  inferenceChatComplete,
  inferenceChatStream,
  inferenceModelsList,
  inferenceTokensCount,
} from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { ChatService } from './chat/chat.service.js';
import { ModelNames } from './models/model-names.js';
import { TokenService } from './models/token.service.js';

@Controller()
export class InferenceController {
  constructor(
    private readonly chat: ChatService,
    private readonly tokens: TokenService,
    private readonly names: ModelNames,
  ) {}

  @Handles(inferenceChatComplete)
  complete(request: ChatRequest, context: RequestContext): Promise<ChatReply> {
    return this.chat.complete(request, context);
  }

  @Handles(inferenceChatStream)
  stream(request: ChatRequest, context: RequestContext): AsyncIterable<ChatFrame> {
    return this.chat.stream(request, context);
  }

  @Handles(inferenceTokensCount)
  async count({ texts, model }: { texts: string[]; model?: string }, context: RequestContext): Promise<{ counts: number[] }> {
    return { counts: await this.tokens.count(texts, model, context) };
  }

  @Handles(inferenceModelsList)
  async list(): Promise<{ models: { id: string; ownedBy: string; contextLength?: number }[] }> {
    return { models: [...(await this.names.list())] };
  }
}
