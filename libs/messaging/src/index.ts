export { CallScope } from './call-scope.js';
export { Handles } from './handles.decorator.js';
export { InProcessTransport } from './in-process.transport.js';
export { type CallOptions, MessageClient } from './message-client.port.js';
export {
  INSTANCE_ID,
  type MessageServer,
  type MessageServerOptions,
  type MessageTransport,
  type MessagingLogger,
} from './message-transport.js';
export { MessagingModule } from './messaging.module.js';
export type { NatsLinkOptions } from './nats/nats-link.js';
export { NatsTransport } from './nats/nats.transport.js';
export * from './request-context.js';
