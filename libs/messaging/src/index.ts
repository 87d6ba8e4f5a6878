export { CallScope } from './calls/call-scope.js';
export { Handles } from './calls/handles.decorator.js';
export { InProcessTransport } from './in-process/in-process.transport.js';
export { type CallOptions, MessageClient } from './calls/message-client.port.js';
export {
  INSTANCE_ID,
  type MessageServer,
  type MessageServerOptions,
  type MessageTransport,
  type MessagingLogger,
} from './calls/message-transport.js';
export { MessagingModule } from './messaging.module.js';
export { natsAuthorization } from './nats/nats-accounts.policy.js';
export type { NatsLinkOptions } from './nats/nats-link.js';
export { NatsTransport } from './nats/nats.transport.js';
export * from './calls/request-context.js';
export { inSpan } from './calls/in-span.js';
export type { Span, SpanAttributes, Spans, SpanStart } from './calls/spans.port.js';
