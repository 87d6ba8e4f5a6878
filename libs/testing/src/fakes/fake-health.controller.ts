import 'reflect-metadata';
import { cacheHealthGet, type HealthReply, inferenceHealthGet, persistenceHealthGet } from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices } from './fake-services.js';

/** Asked again and again, so it isn't in the list of what was called. */
@Controller()
export class FakeHealthController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(cacheHealthGet)
  async cache(): Promise<HealthReply> {
    return this.reply(cacheHealthGet);
  }

  @Handles(inferenceHealthGet)
  async inference(): Promise<HealthReply> {
    return this.reply(inferenceHealthGet);
  }

  @Handles(persistenceHealthGet)
  async persistence(): Promise<HealthReply> {
    return this.reply(persistenceHealthGet);
  }

  private reply({ subject }: { subject: string }): HealthReply {
    this.fakes.healthAsked += 1;
    const fault = this.fakes.faults.get(subject);
    if (fault) throw fault;
    return { down: this.fakes.down.get(subject) ?? [] };
  }
}
