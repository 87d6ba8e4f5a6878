import { documentFilterSchema, type Passage, passageSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DocumentSearch } from '../search/document-search.js';
import { Tool } from './tool.port.js';

const input = z.strictObject({
  query: z.string().min(1).max(32_000),
  limit: z.number().int().positive().max(50),
  ...documentFilterSchema.shape,
});
const output = z.array(passageSchema);

/** One hybrid search, best passage first. */
@Injectable()
export class SearchDocumentsTool extends Tool<z.infer<typeof input>, Passage[]> {
  readonly name = 'search_documents';
  readonly input = input;
  readonly output = output;

  constructor(private readonly documents: DocumentSearch) {
    super();
  }

  async run(asked: z.infer<typeof input>, context: RequestContext): Promise<Passage[]> {
    const { passages } = await this.documents.search({ ...asked, mode: 'hybrid' }, context);
    return passages;
  }

  tell(passages: Passage[]): string {
    const names = [...new Set(passages.map(({ documentName }) => documentName))];
    return passages.length === 0 ? 'no passage' : `${passages.length} passages of ${names.join(', ')}`;
  }
}
