import { AppError, within } from '@docmind/errors';
import { Controller, Get, HttpStatus, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';

/** What is worth knowing of a part that works. */
type Facts = Record<string, string | number | boolean | undefined>;
type Check = () => Promise<Facts | void> | Facts | void;

const CHECK_TIMEOUT_MS = 2_000;

/** What must work before this service can do its work. A check that throws makes it not ready, under the part's name. */
export class HealthRegistry {
  private readonly checks = new Map<string, Check>();

  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  entries(): [string, Check][] {
    return [...this.checks];
  }

  /** Whether every part works. */
  async isReady(): Promise<boolean> {
    const late = () => new AppError('DEADLINE_EXCEEDED', `did not answer within ${CHECK_TIMEOUT_MS} ms`);
    const checks = [...this.checks.values()].map((check) => within(async () => check(), CHECK_TIMEOUT_MS, late));
    return (await Promise.allSettled(checks)).every(({ status }) => status === 'fulfilled');
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
    try {
      return await this.health.check(
        this.registry.entries().map(
          ([part, check]) =>
            () =>
              this.indicate(part, check),
        ),
      );
    } catch (thrown) {
      if (!(thrown instanceof ServiceUnavailableException)) throw thrown;
      reply.status(HttpStatus.SERVICE_UNAVAILABLE);
      return thrown.getResponse() as object;
    }
  }

  private async indicate(part: string, check: Check) {
    const session = this.indicators.check(part);
    const late = (): AppError => new AppError('DEADLINE_EXCEEDED', `did not answer within ${CHECK_TIMEOUT_MS} ms`);
    try {
      const facts = await within(async () => check(), CHECK_TIMEOUT_MS, late);
      return session.up(facts ?? {});
    } catch (thrown) {
      return session.down(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
}
