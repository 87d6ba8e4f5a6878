import type { CacheScope } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { SemanticCacheService } from '../semantic/semantic-cache.service.js';

export interface GptCacheAnswer {
  readonly prompt: string;
  /** Null on a miss. */
  readonly answer: string | null;
}

/** What GPTCache's server does, on this cache. Its callers vouch for what they put: there is no finish reason, temperature or source. */
export class GptCacheService {
  constructor(
    private readonly cache: SemanticCacheService,
    private readonly namespace: string,
  ) {}

  async put(tenant: string, prompt: string, answer: string): Promise<void> {
    const request = {
      scope: this.scopeOf(tenant),
      question: prompt,
      answer,
      citations: [],
      finishReason: 'stop',
      temperature: 0,
      grounded: true,
    };
    const { stored, why } = await this.cache.store(request);
    if (!stored) throw new AppError('UNAVAILABLE', why);
  }

  /** Not async: an exact hit in memory is answered in the same turn of the event loop. */
  get(tenant: string, prompt: string): GptCacheAnswer | Promise<GptCacheAnswer> {
    const reply = this.cache.lookup({ scope: this.scopeOf(tenant), question: prompt });
    const answerOf = (found: Awaited<typeof reply>): GptCacheAnswer => ({ prompt, answer: found.result === 'miss' ? null : found.answer });
    return reply instanceof Promise ? reply.then(answerOf) : answerOf(reply);
  }

  /** As in GPTCache: writes what is in memory to the disk; it empties nothing. */
  flush(): Promise<void> {
    return this.cache.flush();
  }

  private scopeOf(tenant: string): CacheScope {
    return {
      tenant,
      namespace: this.namespace,
      model: 'gptcache',
      prompt: 'gptcache',
      conversation: '',
      corpus: '',
      queryType: 'gptcache',
    };
  }
}
