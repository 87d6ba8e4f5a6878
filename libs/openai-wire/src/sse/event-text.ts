/** What ends a good stream of OpenAI's. */
export const SSE_DONE = 'data: [DONE]\n\n';

/** One server-sent event that holds a value as JSON. */
export function sseEvent(value: object, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(value)}\n\n`;
}

/** Whether an event's data is the end of OpenAI's stream. */
export function isDone(data: string): boolean {
  return data === '[DONE]' || data.trim() === '[DONE]';
}
