import {
  type BackendDecision,
  type BackendInfo,
  type BackendSwitchReply,
  type BackendSwitchRequest,
  type ChatFrame,
  type ChatReply,
  type ChatRequest,
  inferenceBackendDecided,
  inferenceBackendsList,
  inferenceBackendsSwitch,
  inferenceChatComplete,
  inferenceChatStream,
  inferenceModelsList,
  inferencePromptCount,
  inferenceTokensCount,
  type PromptCountRequest,
} from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { BackendManager } from '../backends/backend-manager.js';
import { BackendSwitchService } from '../backends/backend-switch.service.js';
import { ChatService } from '../chat/chat.service.js';
import { TokenService } from '../models/token.service.js';

@Controller()
export class InferenceController {
  constructor(
    private readonly chat: ChatService,
    private readonly tokens: TokenService,
    private readonly backends: BackendManager,
    private readonly switches: BackendSwitchService,
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

  @Handles(inferencePromptCount)
  async countPrompt(prompt: PromptCountRequest, context: RequestContext): Promise<{ count: number }> {
    const { count } = await this.tokens.tokenize(prompt, undefined, context);
    return { count };
  }

  @Handles(inferenceModelsList)
  async list(): Promise<{ models: { id: string; ownedBy: string; contextLength?: number }[] }> {
    return { models: [...(await this.backends.models())] };
  }

  @Handles(inferenceBackendsList)
  async listBackends(): Promise<{ backends: BackendInfo[] }> {
    return { backends: this.backends.list() };
  }

  @Handles(inferenceBackendsSwitch)
  switchBackend({ name, drainTimeoutMs }: BackendSwitchRequest): Promise<BackendSwitchReply> {
    return this.switches.switchTo(name, drainTimeoutMs);
  }

  @Handles(inferenceBackendDecided)
  async hearDecision(decision: BackendDecision): Promise<void> {
    this.switches.hear(decision);
  }
}
