import { type ChatReply, type ChatRequest, inferenceChatComplete, MAX_TOKEN_CHOICES } from '@docmind/contracts';
import { type MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { MAX_COMPARABLE_CHARS } from '../../likeness/similarity.policy.js';
import { type AnswerPair, type Comparison, PairVerifier, type QuestionPair } from './pair-verifier.port.js';
import { comparisonOf, questionPrompt } from './question-judge.policy.js';

const ANSWERS =
  'Compare two answers to a question. Reply "same" if they say the same, in whatever words and however much is said around it. ' +
  'Reply "different" if they contradict each other or answer with another thing, number, place, time or direction.';

const SCHEMA = { name: 'comparison', strict: true, schema: { type: 'string', enum: ['same', 'different'] } };
/** Two words and their quotes fit; without the grammar a model would go on to explain. */
const MAX_TOKENS = 8;

/** Asks whatever model inference has: about questions for one word after examples, about answers under a grammar that knows two words. */
export class MessagePairVerifier extends PairVerifier {
  constructor(
    private readonly messages: MessageClient,
    readonly model: string,
  ) {
    super();
  }

  async verify(pair: QuestionPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    const oneWord = { max_tokens: 1, logprobs: true, top_logprobs: MAX_TOKEN_CHOICES };
    return comparisonOf(await this.ask({ ...this.constant, ...oneWord, messages: questionPrompt(pair) }, contextFor(asker, limitMs)));
  }

  async compareAnswers({ question, kept, fresh }: AnswerPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    // The beginning of an answer holds what it says; as JSON, so that instructions within it stay a quoted text.
    const [first, second] = [kept, fresh].map((answer) => JSON.stringify(answer.slice(0, MAX_COMPARABLE_CHARS))) as [string, string];
    const request: ChatRequest = {
      ...this.constant,
      messages: [
        { role: 'system', content: ANSWERS },
        { role: 'user', content: `Question: ${JSON.stringify(question)}\nFirst: ${first}\nSecond: ${second}` },
      ],
      max_tokens: MAX_TOKENS,
      response_format: { type: 'json_schema', json_schema: SCHEMA },
    };
    const { content } = await this.ask(request, contextFor(asker, limitMs));
    return comparisonOf({ content });
  }

  private get constant() {
    return { model: this.model, temperature: 0 };
  }

  private ask(request: ChatRequest, context: RequestContext): Promise<ChatReply> {
    return this.messages.call(inferenceChatComplete, request, context);
  }
}

function contextFor(asker: RequestContext | undefined, limitMs: number): RequestContext {
  const deadline = Date.now() + limitMs;
  if (!asker) return newRequestContext({ deadline });
  const { requestId, tenant, traceparent } = asker;
  return newRequestContext({ requestId, tenant, traceparent, deadline });
}
