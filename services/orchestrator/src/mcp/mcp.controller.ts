import { CallerPermit, HttpContext, type Permit, ZodPipe } from '@docmind/bootstrap';
import { mcpMessageSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { McpDoor } from './mcp-door.js';

const NOT_HERE = {
  jsonrpc: '2.0',
  id: null,
  error: { code: -32_000, message: 'Send each message with POST; nothing is sent unasked, and no session is kept' },
} as const;

@Controller('mcp')
export class McpController {
  private door: Promise<McpDoor> | undefined;

  constructor(private readonly module: ModuleRef) {}

  /** One message: a list of them could hold more questions than a key may ask at a time. */
  @Post()
  async post(
    @Body(new ZodPipe(mcpMessageSchema, 'The message')) _message: object,
    @Req() request: FastifyRequest,
    @CallerPermit() permit: Permit,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.door ??= this.load();
    return (await this.door).answer(request, reply, { ...permit, context });
  }

  @Get()
  @HttpCode(405)
  @Header('allow', 'POST')
  listen(): typeof NOT_HERE {
    return NOT_HERE;
  }

  @Delete()
  @HttpCode(405)
  @Header('allow', 'POST')
  end(): typeof NOT_HERE {
    return NOT_HERE;
  }

  /** With the protocol's SDK, which a service that starts should not wait for. */
  private async load(): Promise<McpDoor> {
    const { McpDoor } = await import('./mcp-door.js');
    return this.module.create(McpDoor);
  }
}
