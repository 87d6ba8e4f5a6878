import { cacheHealthGet, inferenceHealthGet, persistenceHealthGet } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { HealthRegistry } from '@docmind/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Shared } from './shared.js';

/** Without any of these no question is answered, or no document taken in. */
const NEEDED = { persistence: persistenceHealthGet, cache: cacheHealthGet, inference: inferenceHealthGet };
const ASK_LIMIT_MS = 1_500;
/** However many ask for readiness, the others are asked once in this time. */
const KEPT_MS = 1_000;

/** Makes this service's readiness name the other services that don't answer, and their parts that don't work. */
@Injectable()
export class DependencyWatch implements OnModuleInit {
  constructor(
    private readonly client: MessageClient,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    for (const [service, contract] of Object.entries(NEEDED)) {
      const state = new Shared(() => this.ask(service, contract), KEPT_MS);
      this.health.add(service, () => state.get());
    }
  }

  /** @throws AppError UNAVAILABLE saying what is missing of it */
  private async ask(service: string, contract: (typeof NEEDED)['cache']): Promise<void> {
    const context = newRequestContext({ deadline: Date.now() + ASK_LIMIT_MS });
    const { down } = await this.client.call(contract, {}, context).catch((thrown: unknown) => {
      const why = this.client.isConnected() ? `${service} does not answer: it is not running, or too busy` : toAppError(thrown).message;
      throw new AppError('UNAVAILABLE', why, { cause: thrown });
    });
    if (down.length === 0) return;
    const parts = down.map(({ part, message, since }) => `${part} is down since ${since}: ${message}`);
    throw new AppError('UNAVAILABLE', parts.join('; '));
  }
}
