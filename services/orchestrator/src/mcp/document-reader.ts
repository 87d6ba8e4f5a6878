import type { DocumentPassage, McpPassages, StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { Shelf } from '../collection/shelf.js';
import { DocumentsService } from '../documents/documents.service.js';
import { joinedText } from './mcp-text.policy.js';

const PAGE = 200;
/** Of a resource, which is read at once and whole. */
const MAX_TEXT_CHARS = 400_000;

/** Documents as those who don't search see them: a list, and each one's own text. */
@Injectable()
export class DocumentReader {
  constructor(
    private readonly shelf: Shelf,
    private readonly documents: DocumentsService,
  ) {}

  async list(offset: number, limit: number, context: RequestContext): Promise<StoredDocument[]> {
    return (await this.documents.list({ offset, limit }, context)).documents;
  }

  /** @throws AppError NOT_FOUND, FAILED_PRECONDITION where several documents have the name */
  async passages({ document: asked, from, limit }: { document: string; from: number; limit: number }, context: RequestContext) {
    const document = await this.documents.get(await this.idOf(asked, context), context);
    const found = await this.documents.read(document.id, { offset: from, limit }, context);
    const next = from + found.length;
    const isOver = found.length < limit || next >= (document.chunkCount ?? 0);
    return { document, passages: found, ...(isOver ? {} : { next }) } satisfies McpPassages;
  }

  /** The text of the document of this path, or its beginning where it is long. @throws AppError NOT_FOUND */
  async text(path: string, context: RequestContext): Promise<string> {
    const { documents } = await this.documents.list({ under: path, limit: PAGE, offset: 0 }, context);
    const document = documents.find((one) => one.path === path);
    if (!document) throw new AppError('NOT_FOUND', `There is no document "${path}"`);
    const passages: DocumentPassage[] = [];
    let chars = 0;
    for (let offset = 0; chars < MAX_TEXT_CHARS; offset += PAGE) {
      const page = await this.documents.read(document.id, { offset, limit: PAGE }, context);
      passages.push(...page);
      chars += page.reduce((sum, { text }) => sum + text.length, 0);
      if (page.length < PAGE) return joinedText(passages);
    }
    return `${joinedText(passages)}\n\n[This is the beginning, ${passages.length} of ${document.chunkCount} passages; the tool read_document goes on.]`;
  }

  private async idOf(asked: string, context: RequestContext): Promise<string> {
    const { filter } = await this.shelf.corpus({ documents: [asked] }, context);
    const [id = asked, ...more] = filter?.documentIds ?? [];
    if (more.length > 0)
      throw new AppError('FAILED_PRECONDITION', `${more.length + 1} documents are called "${asked}": give its path or id`);
    return id;
  }
}
