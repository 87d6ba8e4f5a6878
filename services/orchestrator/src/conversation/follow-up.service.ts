import type { TextMessage } from '@docmind/contracts';
import type { EarlierTurn } from '@docmind/language';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { ModelGateway } from '../agents/model.gateway.js';
import type { ModelCaller } from '../graph/agent-run.js';
import type { ModelCall } from '../graph/token-ledger.js';
import { ConversationService } from './conversation.service.js';
import { believedRewriting, earlierTurnOf, rewritePrompt, standaloneQuestion } from './standalone.policy.js';

export interface UnderstoodQuestion {
  /** Earlier turns, and what came with the request. */
  readonly conversation: TextMessage[];
  /** As it stands alone. */
  readonly text: string;
  /** It may mean something else: only the conversation shows what. */
  readonly isGuessed: boolean;
  /** What the model was asked for, if it was. */
  readonly spent: readonly ModelCall[];
}

interface AskedInTurn {
  readonly text: string;
  readonly sessionId?: string | undefined;
  readonly conversation: readonly TextMessage[];
}

type Rewriting = Omit<UnderstoodQuestion, 'conversation'>;

const REWRITE_MAX_TOKENS = 60;

/** Makes a question stand alone: by rules where they are sure, else by the model, and else by what the rules take for the likeliest. */
@Injectable()
export class FollowUpService {
  constructor(
    private readonly conversations: ConversationService,
    private readonly model: ModelGateway,
  ) {}

  async understand(asked: AskedInTurn, context: RequestContext): Promise<UnderstoodQuestion> {
    const { messages, understoodAs } = await this.conversations.earlierTurns(asked.sessionId, context);
    const conversation = [...messages, ...asked.conversation];
    const earlier = earlierTurnOf(conversation);
    const turn = earlier && understoodAs !== undefined ? { ...earlier, question: understoodAs } : earlier;
    const { is, text } = standaloneQuestion(asked.text, turn);
    if (is !== 'guessed' || turn === undefined) return { conversation, text, isGuessed: false, spent: [] };
    return { conversation, ...(await this.byModel(asked.text, text, turn, context)) };
  }

  private async byModel(said: string, guess: string, turn: EarlierTurn, context: RequestContext): Promise<Rewriting> {
    const spent: ModelCall[] = [];
    const caller: ModelCaller = { context, spend: (call) => void spent.push(call), exchange: () => undefined };
    try {
      const asked = { agent: 'query_router', purpose: 'rewrite', messages: rewritePrompt(said, turn) } as const;
      const request = { ...asked, maxTokens: REWRITE_MAX_TOKENS, sampling: { temperature: 0 } };
      const { text } = await this.model.generate(request, caller, { isEnough: (written) => /\?|\S\n/u.test(written) });
      return { text: believedRewriting(text, said, turn) ?? guess, isGuessed: true, spent };
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      return { text: guess, isGuessed: true, spent };
    }
  }
}
