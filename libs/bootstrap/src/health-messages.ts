import { healthGetOf, type HealthReply } from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { HealthRegistry } from '@docmind/telemetry';
import { Controller, Inject, type Type } from '@nestjs/common';

/** What answers the other services who ask whether this one is ready. */
export function healthMessagesOf(service: string): Type {
  @Controller()
  class HealthMessages {
    constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

    @Handles(healthGetOf(service))
    async get(): Promise<HealthReply> {
      const states = await this.health.look();
      return { down: states.flatMap((state) => (state.isUp ? [] : [{ part: state.part, message: state.message, since: state.since }])) };
    }
  }
  return HealthMessages;
}
