import { type AskedDocuments, type DocumentFilter, persistenceDocumentRead, type StoredDocument } from '@docmind/contracts';
import { type CollectionRequest, english, introductionAsked, type IntroductionLanguage, localCollectionRequest } from '@docmind/language';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type Candidate, candidatesOf } from '../grounding/evidence/candidates.policy.js';
import { withoutInstructions } from '../grounding/instructions.policy.js';
import {
  type CollectionAnswer,
  comparison,
  introduction,
  listing,
  noDocuments,
  summary,
  type ReadDocument,
} from './collection-answer.policy.js';
import { type Corpus, Shelf } from './shelf.js';
import { documentsMeant } from './targets.policy.js';

/** What is asked of the documents as such, and of which. */
export interface CollectionTask {
  /** `nothing`: something that documents would say, where there are none. */
  readonly asks: CollectionRequest['asks'] | 'introduction' | 'nothing';
  readonly documents: readonly StoredDocument[];
  /** What was asked, where there is nothing to search. */
  readonly question?: string;
  /** In which it is asked. */
  readonly language?: IntroductionLanguage;
}

export function nothingToSearch(question: string): CollectionTask {
  return { asks: 'nothing', question, documents: [] };
}

const PAGE = 200;
/** Passages of one document that are read; of a longer one the answer says so. */
const MOST_PASSAGES = 2_000;

/** Answers questions about the documents as such from their list and from their own passages, without a search. */
@Injectable()
export class CollectionService {
  constructor(
    private readonly shelf: Shelf,
    private readonly client: MessageClient,
  ) {}

  corpus(asked: AskedDocuments, context: RequestContext): Promise<Corpus> {
    return this.shelf.corpus(asked, context);
  }

  /** Undefined where the question asks for what the documents say, or names none that is there. */
  async taskOf(question: string, filter: DocumentFilter | undefined, context: RequestContext): Promise<CollectionTask | undefined> {
    const asked = collectionAsked(question);
    if (asked === undefined) return undefined;
    const { request, language } = asked;
    const shelf = await this.shelf.documents(filter, context);
    if (request.asks === 'list') return { asks: 'list', documents: shelf, language };
    const documents = documentsMeant(request, shelf);
    return documents.length === 0 ? undefined : { asks: request.asks, documents };
  }

  /** What can be done here is said by the product itself: a model makes something up. */
  async introductionOf(said: string, filter: DocumentFilter | undefined, context: RequestContext): Promise<CollectionTask | undefined> {
    const language = introductionAsked(said);
    return language && { asks: 'introduction', documents: await this.shelf.documents(filter, context), language };
  }

  async answer({ asks, documents, question = '', language }: CollectionTask, context: RequestContext): Promise<CollectionAnswer> {
    if (asks === 'nothing') return noDocuments(question);
    if (asks === 'introduction') return introduction(documents.length, language);
    if (asks === 'list') return listing(documents, language);
    const read = await Promise.all(documents.map((document) => this.read(document, context)));
    return asks === 'compare' ? comparison(read) : summary(asks, read);
  }

  private async read(document: StoredDocument, context: RequestContext): Promise<ReadDocument> {
    const candidates: Candidate[] = [];
    let passages = 0;
    for (let offset = 0; offset < MOST_PASSAGES; offset += PAGE) {
      const page = await this.client.call(persistenceDocumentRead, { id: document.id, limit: PAGE, offset }, context);
      candidates.push(...candidatesOf(withoutInstructions(page.passages.map((passage) => ({ ...passage, score: 1 })))));
      passages += page.passages.length;
      if (page.passages.length < PAGE) break;
    }
    return { document, candidates, isWhole: passages >= document.chunkCount };
  }
}

/** English first: "resume" and "compare" are words of several languages. */
function collectionAsked(question: string): { request: CollectionRequest; language: IntroductionLanguage } | undefined {
  const request = english.talk.collectionRequest(question);
  return request === undefined ? localCollectionRequest(question) : { request, language: 'en' };
}
