import { type AskedDocuments, type DocumentFilter, persistenceDocumentList, type StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

/** The documents that a question may be about, and the state of the corpus that they were read in. */
export interface Corpus {
  readonly empty: boolean;
  readonly epoch: number;
  /** Undefined where all documents are asked. */
  readonly filter: DocumentFilter | undefined;
}

const PAGE = 1_000;
/** Names beyond these are not looked through. */
const MOST_DOCUMENTS = 10_000;

/** The list of documents as persistence keeps it. */
@Injectable()
export class Shelf {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError NOT_FOUND where a document is named that isn't there, or none fits all that is asked */
  async corpus(asked: AskedDocuments, context: RequestContext): Promise<Corpus> {
    const filter = await this.filterOf(asked, context);
    const { documents, epoch } = await this.client.call(persistenceDocumentList, { limit: 1, offset: 0, ...filter }, context);
    const empty = documents.length === 0;
    if (empty && filter !== undefined) throw notFound('no document fits the documents, tags and folders that the question is limited to');
    return { empty, epoch, filter };
  }

  /** By path. */
  async documents(filter: DocumentFilter | undefined, context: RequestContext): Promise<StoredDocument[]> {
    const found: StoredDocument[] = [];
    for (let offset = 0; offset < MOST_DOCUMENTS; offset += PAGE) {
      const { documents } = await this.client.call(persistenceDocumentList, { limit: PAGE, offset, ...filter }, context);
      found.push(...documents);
      if (documents.length < PAGE) break;
    }
    return found;
  }

  private async filterOf({ documents, tags, folders }: AskedDocuments, context: RequestContext): Promise<DocumentFilter | undefined> {
    if (documents === undefined && tags === undefined && folders === undefined) return undefined;
    const documentIds = documents && idsOf(documents, await this.documents(undefined, context));
    return { documentIds, tags, under: folders };
  }
}

function idsOf(named: readonly string[], shelf: readonly StoredDocument[]): string[] {
  const found = named.map((one) => shelf.filter(({ id, path, name }) => id === one || path === one || name === one).map(({ id }) => id));
  const unknown = named.filter((_, at) => found[at]?.length === 0);
  if (unknown.length > 0) throw notFound(`documents: there is no ${unknown.map((one) => `"${one}"`).join(', ')}`);
  return [...new Set(found.flat())].sort();
}

function notFound(problem: string): AppError {
  return new AppError('NOT_FOUND', `${problem}; GET /documents lists what is there`);
}
