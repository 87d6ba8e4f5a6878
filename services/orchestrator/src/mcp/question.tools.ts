import {
  cacheFeedbackReplySchema,
  cacheSemanticFeedback,
  feedbackBodySchema,
  mcpAnswerSchema,
  mcpAskSchema,
  searchReplySchema,
  searchRequestSchema,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { questionOf } from '../query/question.policy.js';
import { QueryService } from '../query/query.service.js';
import type { QueryOutcome, Question } from '../query/query.types.js';
import { SearchService } from '../search/search.service.js';
import { type McpCall, mcpTool } from './mcp-tool.js';
import { answerText, passagesText } from './mcp-text.policy.js';

/** What is asked of the documents, and what is said of an answer. */
@Injectable()
export class QuestionTools {
  constructor(
    private readonly queries: QueryService,
    private readonly searches: SearchService,
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  readonly tools = [
    mcpTool({
      name: 'ask',
      title: 'Ask the documents',
      description:
        "Answers a question about the user's own documents. Each sentence of the answer is checked against passages of them; " +
        'validation.grounded says whether all hold. Where the documents do not say, it refuses and shows what comes nearest.',
      roles: ['query'],
      hints: { readOnlyHint: true },
      input: mcpAskSchema,
      output: mcpAnswerSchema,
      run: async (given, call) => {
        const { reply } = await this.ask(questionOf(given, this.config.ANSWER_MAX_TOKENS), call);
        return { value: mcpAnswerSchema.parse(reply), text: answerText(reply) };
      },
    }),
    mcpTool({
      name: 'search',
      title: 'Search the documents',
      description: 'Finds passages by words, by meaning or by both, the best first. No model is asked.',
      roles: ['query'],
      hints: { readOnlyHint: true },
      input: searchRequestSchema,
      output: searchReplySchema,
      run: async (given, { context }) => {
        const value = await this.searches.search(given, context);
        return { value, text: passagesText(value.passages) };
      },
    }),
    mcpTool({
      name: 'give_feedback',
      title: 'Judge an answer',
      description: 'Says that an answer from the cache was right or wrong. "entry" is the answer\'s cache.entry; a wrong one is dropped.',
      roles: ['feedback'],
      hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
      input: feedbackBodySchema,
      output: cacheFeedbackReplySchema,
      run: async (given, { context }) => {
        const value = await this.client.call(cacheSemanticFeedback, { ...given, tenant: context.tenant }, context);
        return { value, text: JSON.stringify(value) };
      },
    }),
  ];

  private async ask(question: Question, { context, progress }: McpCall): Promise<QueryOutcome> {
    for await (const event of this.queries.ask(question, context)) {
      if (event.type === 'done') return event.outcome;
      if (event.type === 'delta') await progress(event.text);
    }
    throw new AppError('INTERNAL', 'The question ended without an answer');
  }
}
