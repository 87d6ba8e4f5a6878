import type { DocumentFilter, Passage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { DocumentStore } from './document-store.port.js';
import { PassageIndex } from './passage-index.port.js';
import { fuseByReciprocalRank } from './rrf.policy.js';
import { toVector } from './staged-chunks.policy.js';
import { toTextTerms } from './text-query.policy.js';
import { type VectorHit, VectorIndex } from './vector-index.port.js';

export interface SearchRequest extends DocumentFilter {
  readonly query: string;
  readonly vector?: string | undefined;
  readonly limit: number;
  readonly mode: 'hybrid' | 'vector' | 'text';
}

/** Deeper than what is returned: a passage both lists know, low in each, may beat one that leads a single list. */
const CANDIDATES_PER_RESULT = 5;
const LEAST_CANDIDATES = 40;

@Injectable()
export class SearchService {
  constructor(
    private readonly documents: DocumentStore,
    private readonly passages: PassageIndex,
    private readonly vectors: VectorIndex,
  ) {}

  async search(tenant: string, request: SearchRequest): Promise<{ passages: Passage[]; epoch: number }> {
    if (request.mode === 'vector' && request.vector === undefined) {
      throw new AppError('INVALID_ARGUMENT', "vector: is needed where mode is 'vector'");
    }
    // Read first: an answer made from these passages is then never taken for newer than what was seen.
    const epoch = await this.documents.epoch(tenant);
    const candidates = Math.max(request.limit * CANDIDATES_PER_RESULT, LEAST_CANDIDATES);
    const among = await this.amongOf(tenant, request);
    const near = await this.byVector(tenant, request, candidates, among);
    const matching = await this.byText(tenant, request, candidates, among);
    const fused = fuseByReciprocalRank([near.map((hit) => hit.chunkId), matching]);
    const similarities = new Map(near.map((hit) => [hit.chunkId, hit.similarity]));
    const known = await this.passages.load(
      tenant,
      fused.map((ranked) => ranked.id),
    );
    const passages = fused.flatMap(({ id, score }) => {
      const passage = known.get(id);
      const similarity = similarities.get(id);
      return passage ? [{ ...passage, score, ...(similarity === undefined ? {} : { similarity }) }] : [];
    });
    return { passages: passages.slice(0, request.limit), epoch };
  }

  /** The ids of the documents that may be searched; undefined where all may. */
  private async amongOf(tenant: string, { documentIds, tags, under }: SearchRequest): Promise<readonly string[] | undefined> {
    if (tags === undefined && under === undefined) return documentIds;
    return this.documents.matching(tenant, { documentIds, tags, under });
  }

  private async byVector(
    tenant: string,
    request: SearchRequest,
    limit: number,
    among: readonly string[] | undefined,
  ): Promise<VectorHit[]> {
    if (request.mode === 'text' || request.vector === undefined) return [];
    const vector = toVector(request.vector, 'the query');
    const chunkIds = among ? await this.passages.chunkIdsOf(tenant, among) : undefined;
    return this.vectors.search({ tenant, vector, limit, chunkIds });
  }

  private async byText(tenant: string, request: SearchRequest, limit: number, among: readonly string[] | undefined): Promise<number[]> {
    const query = request.mode === 'vector' ? [] : toTextTerms(request.query);
    return query.length === 0 ? [] : this.passages.matchText(tenant, query, limit, among);
  }
}
