import { type DocumentFilter, type Passage, cacheTextsEmbed, persistenceDocumentSearch } from '@docmind/contracts';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { withoutInstructions } from '../grounding/instructions.policy.js';
import { relatedPassages } from '../grounding/passages.policy.js';

/** The retrieval expert's tool: one hybrid search. Without an embedder it searches by words alone. */
@Injectable()
export class RetrievalAgent {
  constructor(
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
    private readonly logger: Logger,
  ) {}

  async search({ query, filter }: { query: string; filter: DocumentFilter | null }, context: RequestContext): Promise<Passage[]> {
    const vector = await this.embed(query, context);
    const { passages } = await this.client.call(
      persistenceDocumentSearch,
      { query, vector, limit: this.config.RETRIEVAL_LIMIT, mode: vector === undefined ? 'text' : 'hybrid', ...filter },
      context,
    );
    return relatedPassages(query, withoutInstructions(passages));
  }

  private async embed(query: string, context: RequestContext): Promise<string | undefined> {
    try {
      const { vectors } = await this.client.call(cacheTextsEmbed, { texts: [query], kind: 'query' }, context);
      return vectors[0];
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      this.logger.warn({ msg: 'question not embedded, searching by words', ...requestFacts(context), reason: String(thrown) });
      return undefined;
    }
  }
}
