import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { McpBridge } from '../client/mcp-bridge.js';

export interface McpOptions {
  readonly url: string;
  readonly key?: string;
}

/** Until the client closes its end. Nothing but the protocol may go to stdout. */
export async function mcp({ url, key }: McpOptions): Promise<void> {
  const bridge = new McpBridge(new StdioServerTransport(), url, key);
  const closed = once(process.stdin, 'close');
  await bridge.start();
  await closed;
  await bridge.close();
}
