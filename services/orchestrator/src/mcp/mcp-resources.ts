import { inNfc } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { AppError } from '@docmind/errors';
import type { ListResourcesResult, ReadResourceResult, Resource } from '@modelcontextprotocol/sdk/types.js';
import { Injectable } from '@nestjs/common';
import { DocumentReader } from './document-reader.js';

const PREFIX = 'docmind://documents/';
const PAGE = 100;
export const DOCUMENT_TEMPLATE = {
  uriTemplate: `${PREFIX}{+path}`,
  name: 'document',
  title: 'A document',
  description: 'The text of the document of this path',
  mimeType: 'text/plain',
};

/** Documents as resources of the protocol: a person picks one, and its client reads it. */
@Injectable()
export class McpResources {
  constructor(private readonly reader: DocumentReader) {}

  async list(cursor: string | undefined, context: RequestContext): Promise<ListResourcesResult> {
    const offset = offsetOf(cursor);
    const documents = await this.reader.list(offset, PAGE, context);
    const resources = documents.map(({ path, name }): Resource => ({ uri: uriOf(path), name: path, title: name, mimeType: 'text/plain' }));
    return { resources, ...(documents.length < PAGE ? {} : { nextCursor: String(offset + PAGE) }) };
  }

  async read(uri: string, context: RequestContext): Promise<ReadResourceResult> {
    return { contents: [{ uri, mimeType: 'text/plain', text: await this.reader.text(pathOf(uri), context) }] };
  }
}

function offsetOf(cursor = '0'): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new AppError('INVALID_ARGUMENT', 'The cursor must be one that this server gave');
}

function uriOf(path: string): string {
  return PREFIX + path.split('/').map(encodeURIComponent).join('/');
}

function pathOf(uri: string): string {
  if (!uri.startsWith(PREFIX)) throw notFound(uri);
  try {
    return inNfc(decodeURIComponent(uri.slice(PREFIX.length)));
  } catch {
    throw notFound(uri);
  }
}

function notFound(uri: string): AppError {
  return new AppError('NOT_FOUND', `There is no resource "${uri}"; those of documents begin with ${PREFIX}`);
}
