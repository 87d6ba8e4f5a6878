import { AppError, within } from '@docmind/errors';
import { Controller, Get, HttpStatus, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';

/** What is worth knowing of a part that works. */
type Facts = Record<string, string | number | boolean | undefined>;
type Check = () => Promise<Facts | void> | Facts | void;

const CHECK_TIMEOUT_MS = 2_000;

export type PartState =
  | { readonly part: string; readonly isUp: true; readonly facts: Facts }
  /** `since`: when it was first found so (ISO). */
  | { readonly part: string; readonly isUp: false; readonly message: string; readonly since: string };

/** What must work before this service can do its work. A check that throws makes it not ready, under the part's name. */
export class HealthRegistry {
  private readonly checks = new Map<string, Check>();
  private readonly downSince = new Map<string, string>();

  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  /** Looks at every part; never throws. */
  look(): Promise<PartState[]> {
    return Promise.all([...this.checks].map(([part, check]) => this.lookAt(part, check)));
  }

  private async lookAt(part: string, check: Check): Promise<PartState> {
    const late = () => new AppError('DEADLINE_EXCEEDED', `did not answer within ${CHECK_TIMEOUT_MS} ms`);
    try {
      const facts = (await within(async () => check(), CHECK_TIMEOUT_MS, late)) ?? {};
      this.downSince.delete(part);
      return { part, isUp: true, facts };
    } catch (thrown) {
      const since = this.downSince.get(part) ?? new Date().toISOString();
      this.downSince.set(part, since);
      return { part, isUp: false, message: thrown instanceof Error ? thrown.message : String(thrown), since };
    }
  }
}

@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthRegistry) private readonly registry: HealthRegistry,
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
  ) {}

  /** The process runs. It says nothing about its parts: restarting it wouldn't heal them. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every part works, else 503; the body names each part. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<object> {
    const states = await this.registry.look();
    try {
      return await this.health.check(states.map((state) => () => this.indicate(state)));
    } catch (thrown) {
      if (!(thrown instanceof ServiceUnavailableException)) throw thrown;
      reply.status(HttpStatus.SERVICE_UNAVAILABLE);
      return thrown.getResponse() as object;
    }
  }

  private indicate(state: PartState) {
    const session = this.indicators.check(state.part);
    return state.isUp ? session.up(state.facts) : session.down({ message: state.message, since: state.since });
  }
}
