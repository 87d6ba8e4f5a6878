import { inferenceChatComplete } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { type MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { MAX_COMPARABLE_CHARS } from '../../likeness/similarity.policy.js';
import { type AnswerPair, type Comparison, PairVerifier, type QuestionPair } from './pair-verifier.port.js';

const QUESTIONS =
  'Compare two questions. Reply "same" only if the complete and right answer to one is the complete and right answer to the other as well. ' +
  'Reply "different" if one is narrower, asks something more, or asks about another thing, number, place, time or direction.';

const ANSWERS =
  'Compare two answers to a question. Reply "same" if they say the same, in whatever words and however much is said around it. ' +
  'Reply "different" if they contradict each other or answer with another thing, number, place, time or direction.';

const SCHEMA = { name: 'comparison', strict: true, schema: { type: 'string', enum: ['same', 'different'] } };
/** Two words and their quotes fit; without the grammar a model would go on to explain. */
const MAX_TOKENS = 8;

/** Asks whatever model inference has, under a grammar that knows two words. */
export class MessagePairVerifier extends PairVerifier {
  constructor(
    private readonly messages: MessageClient,
    readonly model: string,
  ) {
    super();
  }

  verify({ asked, stored }: QuestionPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    return this.ask(QUESTIONS, { First: asked, Second: stored }, contextFor(asker, limitMs));
  }

  compareAnswers({ question, kept, fresh }: AnswerPair, limitMs: number, asker?: RequestContext): Promise<Comparison> {
    // The beginning of an answer holds what it says.
    const [first, second] = [kept, fresh].map((answer) => answer.slice(0, MAX_COMPARABLE_CHARS)) as [string, string];
    return this.ask(ANSWERS, { Question: question, First: first, Second: second }, contextFor(asker, limitMs));
  }

  private async ask(task: string, texts: Readonly<Record<string, string>>, context: RequestContext): Promise<Comparison> {
    // As JSON, so that instructions within a text stay a quoted text.
    const lines = Object.entries(texts).map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
    const { content } = await this.messages.call(
      inferenceChatComplete,
      {
        model: this.model,
        messages: [
          { role: 'system', content: task },
          { role: 'user', content: lines.join('\n') },
        ],
        max_tokens: MAX_TOKENS,
        temperature: 0,
        response_format: { type: 'json_schema', json_schema: SCHEMA },
      },
      context,
    );
    return comparisonOf(content);
  }
}

function contextFor(asker: RequestContext | undefined, limitMs: number): RequestContext {
  const deadline = Date.now() + limitMs;
  if (!asker) return newRequestContext({ deadline });
  const { requestId, tenant, traceparent } = asker;
  return newRequestContext({ requestId, tenant, traceparent, deadline });
}

function comparisonOf(content: string): Comparison {
  const word = content.trim().replace(/^"|"$/gu, '');
  if (word === 'same' || word === 'different') return word;
  throw new AppError('INTERNAL', 'The model did not compare a pair of texts: it must reply "same" or "different"');
}
