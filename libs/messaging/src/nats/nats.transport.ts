import type { MessageClient } from '../calls/message-client.port.js';
import type { MessageServer, MessageServerOptions, MessageTransport } from '../calls/message-transport.js';
import { NatsClient } from './nats.client.js';
import { NatsLink, type NatsLinkOptions } from './nats-link.js';
import { NatsServer } from './nats.server.js';

/** The compose shape: services reach each other over one NATS connection a process, opened in the background. */
export class NatsTransport implements MessageTransport {
  readonly client: MessageClient;
  private readonly link: NatsLink;

  constructor(options: NatsLinkOptions) {
    this.link = new NatsLink(options);
    this.client = new NatsClient(this.link, options.logger);
  }

  createServer(options: MessageServerOptions): MessageServer {
    return new NatsServer(options, this.link);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
