import { AppError, toAppError } from '@docmind/errors';
import { type RequestContext, requestFacts } from '@docmind/messaging';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DOCUMENT_TEMPLATE, McpResources } from './mcp-resources.js';
import { McpFault } from './mcp-fault.js';
import { tellProgress } from './mcp-progress.js';
import type { McpCaller } from './mcp-tool.js';
import { McpToolbox } from './mcp-toolbox.js';

const SELF = { name: 'docmind', title: 'DocMind: questions about your own documents', version: '0.1.0' };
const instructions =
  "Questions about the user's own documents. Prefer `ask`: its answers are checked against passages. `search` and `read_document` give passages themselves.";

/** The Model Context Protocol without sessions: each request is whole in itself, so that any replica may answer it. */
@Injectable()
export class McpDoor {
  constructor(
    private readonly toolbox: McpToolbox,
    private readonly resources: McpResources,
    private readonly logger: Logger,
  ) {}

  async answer(request: FastifyRequest, reply: FastifyReply, caller: McpCaller): Promise<void> {
    const mcp = new McpServer(SELF, { capabilities: { tools: {}, resources: {} }, instructions });
    this.addTools(mcp, caller);
    this.addResources(mcp, caller);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await mcp.connect(transport);
    reply.raw.once('close', () => void mcp.close());
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    await transport.handleRequest(request.raw, reply.raw, request.body);
  }

  private addTools({ server }: McpServer, caller: McpCaller): void {
    const { context } = caller;
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: this.toolbox.list(caller.roles) }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
      const signal = AbortSignal.any([context.signal, extra.signal]);
      return this.toolbox.call(params, caller, { context: { ...context, signal }, progress: tellProgress(extra) });
    });
  }

  private addResources({ server }: McpServer, { context, roles, refuse }: McpCaller): void {
    const mayRead = roles.includes('query');
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: mayRead ? [DOCUMENT_TEMPLATE] : [] }));
    server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) =>
      mayRead ? this.told(context, () => this.resources.list(params?.cursor, context)) : { resources: [] },
    );
    server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) =>
      this.told(context, async () => {
        if (mayRead) return this.resources.read(uri, context);
        throw refuse(new AppError('PERMISSION_DENIED', 'Reading needs the role "query"; use a key whose "roles" name it'));
      }),
    );
  }

  /** What fails is told in the protocol's words, and what nobody foresaw in none of its own. */
  private async told<Result>(context: RequestContext, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code === 'INTERNAL') this.logger.error({ msg: 'resource failed', ...requestFacts(context), reason: String(thrown) });
      throw new McpFault(CODES[code] ?? ErrorCode.InternalError, message);
    }
  }
}

/** -32002 is the protocol's own for a resource that isn't there. */
const CODES: Readonly<Record<string, number>> = {
  NOT_FOUND: -32_002,
  INVALID_ARGUMENT: McpFault.INVALID_PARAMS,
  PERMISSION_DENIED: ErrorCode.InvalidRequest,
};
