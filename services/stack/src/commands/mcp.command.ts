import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { StackOptions } from '../client/open-client.js';
import { McpBridge } from '../client/mcp-bridge.js';
import { questionDoor } from '../settings/client-settings.js';

/** Until the client closes its end. Nothing but the protocol may go to stdout. */
export async function mcp({ url = questionDoor(), key }: StackOptions): Promise<void> {
  const bridge = new McpBridge(new StdioServerTransport(), url, key);
  const closed = once(process.stdin, 'close');
  await bridge.start();
  await closed;
  await bridge.close();
}
