import type { Role } from '@docmind/contracts';
import { AppError, invalidArgument, toAppError } from '@docmind/errors';
import { requestFacts } from '@docmind/messaging';
import type { CallToolRequest, CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { Injectable, Logger } from '@nestjs/common';
import { z, type ZodObject } from 'zod';
import { DocumentTools } from './document.tools.js';
import { McpFault } from './mcp-fault.js';
import type { McpCall, McpCaller, McpTool } from './mcp-tool.js';
import { QuestionTools } from './question.tools.js';

/** The tools that there are; each caller has those that its roles allow. */
@Injectable()
export class McpToolbox {
  private readonly tools: readonly McpTool[];
  private readonly described = new Map<McpTool, Tool>();

  constructor(
    questions: QuestionTools,
    documents: DocumentTools,
    private readonly logger: Logger,
  ) {
    this.tools = [...questions.tools, ...documents.tools];
  }

  list(roles: readonly Role[]): Tool[] {
    return this.tools.filter((tool) => mayUse(tool, roles)).map((tool) => this.describe(tool));
  }

  /** What goes wrong in a tool is a result too, so that the model that called it reads why. @throws McpFault for a tool that isn't there */
  async call({ name, arguments: given }: CallToolRequest['params'], { roles, refuse }: McpCaller, call: McpCall): Promise<CallToolResult> {
    const tool = this.tools.find((one) => one.name === name);
    if (!tool) throw new McpFault(McpFault.INVALID_PARAMS, `There is no tool "${name}"; tools/list names those that there are`);
    try {
      if (!mayUse(tool, roles)) throw refuse(missingRole(tool));
      const parsed = tool.input.safeParse(given ?? {});
      if (!parsed.success) throw invalidArgument(parsed.error, `What "${name}" was given`);
      const { value, text } = await tool.run(parsed.data, call);
      return { content: [{ type: 'text', text }], structuredContent: value };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'INTERNAL')
        this.logger.error({ msg: 'tool failed', tool: name, ...requestFacts(call.context), reason: String(thrown) });
      return { content: [{ type: 'text', text: `${error.code}: ${error.message}` }], isError: true };
    }
  }

  private describe(tool: McpTool): Tool {
    const known = this.described.get(tool) ?? describedTool(tool);
    this.described.set(tool, known);
    return known;
  }
}

function mayUse({ roles: allowed }: McpTool, roles: readonly Role[]): boolean {
  return allowed.some((role) => roles.includes(role));
}

function missingRole({ name, roles }: McpTool): AppError {
  return new AppError('PERMISSION_DENIED', `"${name}" needs the role ${roles.map((role) => `"${role}"`).join(' or ')}`);
}

function describedTool({ name, title, description, hints, input, output }: McpTool): Tool {
  const annotations = { title, openWorldHint: false, ...hints };
  return { name, title, description, annotations, inputSchema: schemaOf(input, 'input'), outputSchema: schemaOf(output, 'output') };
}

/** The protocol wants an object at the root, so a schema's own id, which would make the root a reference, is left behind. */
function schemaOf(schema: ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  return z.toJSONSchema(schema.extend({}), { io, unrepresentable: 'any' }) as Tool['inputSchema'];
}
