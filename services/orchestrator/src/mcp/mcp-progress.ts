import type { ServerNotification } from '@modelcontextprotocol/sdk/types.js';

interface Told {
  readonly _meta?: { readonly progressToken?: string | number };
  sendNotification(notification: ServerNotification): Promise<void>;
}

/** Each step with what it brought, to a client that gave a token for it. One that waits for an answer knows by it that it comes. */
export function tellProgress({ _meta, sendNotification }: Told): (message: string) => Promise<void> {
  const progressToken = _meta?.progressToken;
  let progress = 0;
  return async (message) => {
    if (progressToken === undefined) return;
    progress += 1;
    await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, message } });
  };
}
