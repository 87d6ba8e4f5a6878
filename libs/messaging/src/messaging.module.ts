import { type DynamicModule, Module } from '@nestjs/common';
import { MessageClient } from './calls/message-client.port.js';
import { INSTANCE_ID } from './calls/message-transport.js';

@Module({})
export class MessagingModule {
  static forRoot(client: MessageClient, instance: string): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MessageClient, useValue: client },
        { provide: INSTANCE_ID, useValue: instance },
      ],
      exports: [MessageClient, INSTANCE_ID],
    };
  }
}
