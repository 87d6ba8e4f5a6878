import { createHash, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { CacheScope, GptCacheReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import type { AnswerKeeping } from '../answers/answer-keeping.js';
import type { AnswerLookup } from '../answers/answer-lookup.js';
import type { TransferService } from '../transfer/transfer.service.js';
import { zipOf } from './zip-archive.js';

export interface GptCacheSettings {
  readonly namespace: string;
  /** What `GET /cache_file` asks for; without it nothing is handed out. */
  readonly downloadKey: string | undefined;
}

/** What GPTCache's server does, on this cache. Its callers vouch for what they put: there is no finish reason, temperature or source. */
export class GptCacheService {
  constructor(
    private readonly answers: AnswerLookup,
    private readonly keeping: AnswerKeeping,
    private readonly transfer: TransferService,
    private readonly settings: GptCacheSettings,
  ) {}

  /** As in GPTCache, a prompt without an answer is taken and nothing is kept. */
  async put(tenant: string, prompt: string, answer: string): Promise<void> {
    if (prompt === '' || answer === '') return;
    const request = {
      scope: this.scopeOf(tenant),
      question: prompt,
      answer,
      citations: [],
      finishReason: 'stop',
      temperature: 0,
      grounded: true,
    };
    const { stored, why } = await this.keeping.store(request);
    if (!stored) throw new AppError('UNAVAILABLE', why);
  }

  /** Not async: an exact hit in memory is answered in the same turn of the event loop. */
  get(context: RequestContext, prompt: string): GptCacheReply | Promise<GptCacheReply> {
    if (prompt === '') return { prompt, answer: null };
    const reply = this.answers.lookup({ scope: this.scopeOf(context.tenant), question: prompt }, context);
    const answerOf = (found: Awaited<typeof reply>): GptCacheReply => ({ prompt, answer: found.result === 'miss' ? null : found.answer });
    return reply instanceof Promise ? reply.then(answerOf) : answerOf(reply);
  }

  /** As in GPTCache: writes what is in memory to the disk; it empties nothing. */
  flush(): Promise<void> {
    return this.keeping.flush();
  }

  /**
   * A zip of what was put, as lines that `POST /cache/import` reads. GPTCache hands out its whole folder; ours holds other tenants' answers.
   * @throws AppError PERMISSION_DENIED in GPTCache's words, when no key is set or this is another one
   */
  file(tenant: string, key: unknown): Readable {
    const { downloadKey, namespace } = this.settings;
    if (downloadKey === undefined)
      throw new AppError('PERMISSION_DENIED', "the cache file can't be downloaded because the cache-file-key was not specified");
    if (typeof key !== 'string' || !isEqual(key, downloadKey)) throw new AppError('PERMISSION_DENIED', 'the cache file key is wrong');
    return zipOf('gptcache_data/entries.jsonl', this.transfer.export(tenant, namespace));
  }

  private scopeOf(tenant: string): CacheScope {
    return {
      tenant,
      namespace: this.settings.namespace,
      model: 'gptcache',
      prompt: 'gptcache',
      conversation: '',
      corpus: '',
      queryType: 'gptcache',
    };
  }
}

/** In a time that says nothing about where they differ. */
function isEqual(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}
