import { inferenceChatComplete } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { type MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { type PairVerdict, PairVerifier, type QuestionPair } from './pair-verifier.port.js';

const TASK =
  'Compare two questions. Reply "same" only if the complete and right answer to one is the complete and right answer to the other as well. ' +
  'Reply "different" if one is narrower, asks something more, or asks about another thing, number, place, time or direction.';

const SCHEMA = { name: 'verdict', strict: true, schema: { type: 'string', enum: ['same', 'different'] } };
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

  async verify({ asked, stored }: QuestionPair, limitMs: number, asker?: RequestContext): Promise<PairVerdict> {
    const { content } = await this.messages.call(
      inferenceChatComplete,
      {
        model: this.model,
        messages: [
          { role: 'system', content: TASK },
          // As JSON, so that a question that talks to the model stays a text between quotes.
          { role: 'user', content: `First: ${JSON.stringify(asked)}\nSecond: ${JSON.stringify(stored)}` },
        ],
        max_tokens: MAX_TOKENS,
        temperature: 0,
        response_format: { type: 'json_schema', json_schema: SCHEMA },
      },
      contextFor(asker, limitMs),
    );
    return verdictOf(content);
  }
}

function contextFor(asker: RequestContext | undefined, limitMs: number): RequestContext {
  const deadline = Date.now() + limitMs;
  if (!asker) return newRequestContext({ deadline });
  const { requestId, tenant, traceparent } = asker;
  return newRequestContext({ requestId, tenant, traceparent, deadline });
}

function verdictOf(content: string): PairVerdict {
  const word = content.trim().replace(/^"|"$/gu, '');
  if (word === 'same' || word === 'different') return word;
  throw new AppError('INTERNAL', 'The model gave no verdict on a pair of questions: it must reply "same" or "different"');
}
