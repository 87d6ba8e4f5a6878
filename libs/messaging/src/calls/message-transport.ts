import type { CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { MessageClient } from './message-client.port.js';
import type { Spans } from './spans.port.js';

/** What the transports need of a logger; Nest's fits. */
export interface MessagingLogger {
  error(message: object): void;
  warn(message: object): void;
  debug(message: object): void;
}

export interface MessageServerOptions {
  /** The queue group that replicas of a service share. */
  readonly service: string;
  /** Reaches this replica alone. Letters, digits and dashes. */
  readonly instance: string;
  readonly logger: MessagingLogger;
  /** Where there is tracing: each message of a traced request becomes a span. */
  readonly spans?: Spans | undefined;
}

export type MessageServer = Server & CustomTransportStrategy;

/** What a service is started with: how it reaches others, and how others reach it. */
export interface MessageTransport {
  readonly client: MessageClient;
  /** A Nest strategy for `connectMicroservice`; closing it drains. */
  createServer(options: MessageServerOptions): MessageServer;
  close(): Promise<void>;
}

/** Injection token: this replica's id, for calls that must come back to it. */
export const INSTANCE_ID = Symbol('INSTANCE_ID');
