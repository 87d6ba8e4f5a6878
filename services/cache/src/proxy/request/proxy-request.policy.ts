import type { CacheScope } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { exactKeyOf, scopeKeyOf } from '../../entries/entry/keys.policy.js';
import { type CacheWishes, type RequestHeaders, wishesOf } from './cache-control.policy.js';
import { type ChatQuestion, readChat } from './chat-scope.policy.js';
import { readSkip } from './skip-mark.policy.js';
import type { ChatBody } from './upstream-call.policy.js';

export interface ProxyRequest {
  readonly body: ChatBody;
  readonly headers: RequestHeaders;
  readonly context: RequestContext;
}

interface ReadRequest {
  /** Without GPTCache's mark. */
  readonly body: ChatBody;
  readonly wishes: CacheWishes;
  readonly context: RequestContext;
}
/** A request that the cache can vouch for. */
export interface CacheableRequest extends ReadRequest {
  readonly question: ChatQuestion;
  readonly scope: CacheScope;
  /** Equal for requests of the same answer. */
  readonly key: string;
}
/** One that it can't, and why. */
export interface BypassingRequest extends ReadRequest {
  readonly bypass: string;
}

/** @throws AppError INVALID_ARGUMENT for a header that can't be read */
export function readProxyRequest(
  given: ProxyRequest,
  settings: { readonly namespace: string; readonly maxTemperature: number },
): CacheableRequest | BypassingRequest {
  const { body, isAsked } = readSkip(given.body);
  const wishes = isAsked ? { ...wishesIn(given.headers), fresh: true } : wishesIn(given.headers);
  const request = { body, wishes, context: given.context };
  const question = readChat(body, settings.maxTemperature);
  if ('bypass' in question) return { ...request, ...question };
  const scope: CacheScope = {
    tenant: given.context.tenant,
    namespace: wishes.namespace ?? settings.namespace,
    model: question.model,
    prompt: question.prompt,
    conversation: question.conversation,
    corpus: '',
    queryType: 'proxy',
  };
  return { ...request, question, scope, key: exactKeyOf(scopeKeyOf(scope, ''), question.question) };
}

function wishesIn(headers: RequestHeaders): CacheWishes {
  try {
    return wishesOf(headers);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('INVALID_ARGUMENT', error.message);
    throw error;
  }
}
