import { type ChatReply, inferenceChatComplete, MAX_TOKEN_CHOICES } from '@docmind/contracts';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../../config/config.js';
import { type Judged, judgePrompt, oddsOf } from './judge.policy.js';
import { JudgeLicence } from './judge-licence.port.js';
import { type Asker, SentenceJudge } from './sentence-judge.port.js';

/** The chat model as judge: one word, read as a probability where the engine tells it. Only a model that has passed the self-test is asked. */
@Injectable()
export class ChatModelJudge extends SentenceJudge {
  constructor(
    private readonly client: MessageClient,
    private readonly licence: JudgeLicence,
    private readonly logger: Logger,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    super();
  }

  async odds(judged: Judged, asker: Asker): Promise<number | undefined> {
    if (!this.licence.mayJudge) return undefined;
    const { context } = asker;
    try {
      const reply = await askJudge(this.client, this.config.INFERENCE_MODEL, judged, context);
      const { backend, model, usage } = reply;
      context.spend?.(usage.total_tokens);
      asker.spend({ agent: 'response_validator', purpose: 'judge', backend, model, usage });
      return oddsOf(reply);
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      this.logger.warn({ msg: 'the model did not judge a sentence', ...requestFacts(context), reason: String(thrown) });
      return undefined;
    }
  }
}

/** @throws AppError what the engine throws */
export async function askJudge(client: MessageClient, model: string, judged: Judged, context: RequestContext): Promise<ChatReply> {
  const request = { model, messages: judgePrompt(judged), max_tokens: 1, temperature: 0, logprobs: true, top_logprobs: MAX_TOKEN_CHOICES };
  return client.call(inferenceChatComplete, request, context);
}
