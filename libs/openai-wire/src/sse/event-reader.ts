import { StringDecoder } from 'node:string_decoder';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** `event` is undefined where the stream names none. */
export type ServerSentEvent = EventSourceMessage;

/** Reads server-sent events from the bytes of a stream, however they are cut. */
export class EventReader {
  /** Node's own: for packets of one event it takes half of TextDecoder's time. */
  private readonly decoder = new StringDecoder('utf8');
  private events: ServerSentEvent[] = [];
  private readonly parser = createParser({ onEvent: (event) => void this.events.push(event) });

  /** The events that are complete with these bytes. */
  push(bytes: Uint8Array): ServerSentEvent[] {
    this.parser.feed(this.decoder.write(bytes));
    const { events } = this;
    this.events = [];
    return events;
  }
}

/** The whole events of a text. */
export function readEvents(text: string): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  // After a CR at the very end the parser would wait for an LF.
  createParser({ onEvent: (event) => void events.push(event) }).feed(text.endsWith('\r') ? `${text}\n` : text);
  return events;
}

/** The events of a reply as they come. Leaving the loop cancels the reply. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = new EventReader();
  for await (const bytes of body) yield* reader.push(bytes);
}
