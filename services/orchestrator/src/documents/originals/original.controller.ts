import { HttpContext } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Get, Headers, Param, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type OpenOriginal, OriginalService, tagOf } from './original.service.js';

/** It comes from whoever uploaded it: taken for nothing but its type, run by nobody, and kept by no browser after it is deleted here. */
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
};

@Controller('documents/:id/original')
export class OriginalController {
  constructor(private readonly originals: OriginalService) {}

  @Get()
  async read(
    @Param('id') id: string,
    @Headers('range') range: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @HttpContext() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const original = await this.originals.open(id, { range, ifMatch }, context);
    const { facts, body } = original;
    const { status, length, contentRange } = extentOf(original);
    reply.status(status).headers({ ...GUARDS, etag: tagOf(facts.contentHash), ...(contentRange ? { 'content-range': contentRange } : {}) });
    return new StreamableFile(body, { type: facts.mediaType, disposition: dispositionOf(facts.name), length });
  }
}

function extentOf({ range, facts: { sizeBytes } }: OpenOriginal): { status: number; length: number; contentRange?: string } {
  if (range === undefined) return { status: 200, length: sizeBytes };
  if (range === 'unsatisfiable') return { status: 416, length: 0, contentRange: `bytes */${sizeBytes}` };
  return { status: 206, length: range.last - range.first + 1, contentRange: `bytes ${range.first}-${range.last}/${sizeBytes}` };
}

/** A file to keep, never a page of this door. Letters that a header can't hold are written as RFC 8187 has it. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
