import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { ConfigError, type ConfigFault } from '@docmind/config';
import { type RouteTable, SERVICE_ROUTES } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, MessagingModule, type MessageTransport } from '@docmind/messaging';
import {
  HealthRegistry,
  type LogLevel,
  MetricsRegistry,
  ServiceLogger,
  startTracing,
  TelemetryModule,
  type Tracing,
} from '@docmind/telemetry';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditLog } from './audit/audit-log.js';
import { commonFaults } from './common-faults.js';
import type { CommonConfig } from './config/common-config.js';
import { type ConnectionLimits, Connections } from './door/connections.js';
import { assertRoom } from './door/data-folder.js';
import { Drain } from './door/drain.js';
import { guardDoor, loadKeys } from './door/guard-door.js';
import { logRequests } from './door/log-requests.js';
import { readJson } from './door/read-json.js';
import { keepPrivate } from './door/private-files.js';
import { RouteRoles } from './door/route-roles.js';
import { traceRequests } from './door/trace-requests.js';
import { BoundaryErrorFilter } from './errors/boundary-error.filter.js';
import { ServedPaths } from './errors/served-paths.js';
import { SpokenDialects } from './errors/spoken-dialects.js';
import { factsOf } from './door/http-context.js';
import { reportFigures } from './figures/figures-reporter.js';
import type { KeyListener } from './keys/api-keys.js';
import { KeyRing } from './keys/key-ring.js';
import { healthMessagesOf } from './health-messages.js';
import { httpAdapter } from './http-adapter.js';
import { describeRoutes } from './openapi/serve-docs.js';

const DEFAULT_BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** Connections that wait to be accepted; Node's 511 is less than a thousand clients who come at once. The system may allow fewer. */
const BACKLOG = 4_096;

export interface ServiceOptions {
  readonly name: string;
  readonly module: DynamicModule | Type;
  readonly config: CommonConfig;
  readonly http: {
    /** 0 for any free port. */
    readonly port: number;
    /** Named in the error when the port is taken. */
    readonly portVariable: string;
    readonly bodyLimitBytes?: number;
    /** What the routes take and give, and who may ask; without it there are those of every service, and no `/docs`. */
    readonly routes?: RouteTable;
    /** Plugins and the like, before the app is initialised. */
    readonly configure?: (app: NestFastifyApplication) => Promise<void> | void;
  };
  readonly transport: MessageTransport;
  /** What is wrong with the service's own settings, beside those that all share. */
  readonly faults?: () => Promise<readonly ConfigFault[]>;
  /** Beginnings of the names of metrics that `/metrics` leaves out. */
  readonly hiddenMetrics?: readonly string[];
}

export interface RunningService {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Refuses new requests, closes idle connections at once, and resolves when what ran has ended or DRAIN_TIMEOUT_MS is over. */
  drain(): Promise<void>;
  /** Drains, then ends. */
  close(): Promise<void>;
}

@Module({})
class ServiceModule {}

/** What a service may ask of its own door. */
@Module({})
class DoorModule {}

/**
 * One service, in whichever shape: its module with messages, telemetry, health and a guarded HTTP door around it.
 * @throws ConfigError naming every setting that can't be used, a door that would be open by accident among them; AppError
 * FAILED_PRECONDITION for a port in use
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, config, http, transport } = options;
  const startedAtMs = Date.now();
  await assertUsable(options);
  await keepPrivate(config.DOCMIND_DATA_DIR);
  const keys = loadKeys(config);
  const logger = new ServiceLogger({ service: name, level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const instance = `${name}-${randomUUID().slice(0, 8)}`;
  const tracing = await tracingOf(config, name, instance, logger);
  const parts = { logger, instance, ring: new KeyRing(keys), dialects: new SpokenDialects(), paths: new ServedPaths() };
  const app = await createApp(options, parts);
  const audit = auditOf(name, config, logger);
  const roles = new RouteRoles(http.routes ?? SERVICE_ROUTES);
  const drain = new Drain(new Connections(app.getHttpServer(), limitsOf(config)), config.DRAIN_TIMEOUT_MS);
  drain.refuseIn(app.getHttpAdapter().getInstance(), roles);
  hearRequests(app, tracing, logger, config.LOG_LEVEL);
  guardDoor(app, config, keys, roles, audit);
  answerErrors(app, parts);
  const strategy = transport.createServer({ service: name, instance, logger, spans: tracing?.spans });
  // Inherited, because the handlers are registered right here, before a microservice of its own could be given filters.
  app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  try {
    await openDoor(app, options, roles);
  } catch (thrown) {
    await app.close().catch(() => undefined);
    throw listenFailure(thrown, options);
  }
  keys?.watch(keyListener(logger, audit));
  const port = (app.getHttpServer().address() as AddressInfo).port;
  const url = urlOf(config.DOCMIND_HOST, port);
  const stopReporting = reportFrom(app, options, instance, startedAtMs);
  logger.log({ msg: 'service is up', url });
  const close = async () => {
    await drain.begin();
    stopReporting();
    await app.close().finally(() => keys?.close());
    await audit.close();
    await tracing?.close();
  };
  return { name, url, port, drain: () => drain.begin(), close };
}

function hearRequests(app: NestFastifyApplication, tracing: Tracing | undefined, logger: ServiceLogger, level: LogLevel): void {
  const fastify = app.getHttpAdapter().getInstance();
  if (tracing) traceRequests(fastify, tracing.spans);
  if (level === 'debug') logRequests(fastify, logger);
  readJson(app);
}

function tracingOf(config: CommonConfig, service: string, instance: string, logger: ServiceLogger): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: withText } = config;
  return startTracing({ service, instance, endpoint, withText, tracesPerSecond: config.TRACES_PER_SECOND, logger });
}

async function assertUsable({ config, faults }: ServiceOptions): Promise<void> {
  const found = [...(await commonFaults(config)), ...((await faults?.()) ?? [])];
  if (found.length > 0) throw new ConfigError(found);
}

async function openDoor(app: NestFastifyApplication, { name, config, http }: ServiceOptions, roles: RouteRoles): Promise<void> {
  watchParts(app, config);
  const serveDocs = http.routes && describeRoutes(app, name, http.routes);
  await http.configure?.(app);
  // After plugins: what Fastify has booted with them no longer gets Nest's error handler.
  serveDocs?.();
  // Before the first message can arrive.
  await app.init();
  roles.assertAllDeclared();
  await app.startAllMicroservices();
  await app.listen({ port: http.port, host: config.DOCMIND_HOST, backlog: BACKLOG });
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** How long the start took, and from now on what it counts. @returns what ends the reports */
function reportFrom(app: NestFastifyApplication, { name, config }: ServiceOptions, instance: string, startedAtMs: number): () => void {
  const metrics = app.get(MetricsRegistry);
  metrics.gauge('docmind_start_duration_seconds', 'From the start of the service to its open door').set((Date.now() - startedAtMs) / 1_000);
  const service = { name, instance, client: app.get(MessageClient), metrics, health: app.get(HealthRegistry) };
  return reportFigures(service, startedAtMs, config.FIGURES_INTERVAL_MS);
}

/** In the words of whichever API a caller speaks. */
function answerErrors(app: NestFastifyApplication, { logger, dialects, paths }: AppParts): void {
  for (const listener of [dialects, paths]) listener.hear(app.getHttpAdapter().getInstance());
  app.useGlobalFilters(new BoundaryErrorFilter(logger, dialects, paths, factsOf));
}

function auditOf(service: string, config: CommonConfig, logger: ServiceLogger): AuditLog {
  const folder = join(config.DOCMIND_DATA_DIR, 'audit');
  const { AUDIT_RETENTION_DAYS: retentionDays, AUDIT_MAX_MB } = config;
  return new AuditLog({ folder, service, retentionDays, maxBytes: AUDIT_MAX_MB * 1_000_000, logger });
}

function limitsOf(config: CommonConfig): ConnectionLimits {
  return {
    headersMs: config.HTTP_HEADERS_TIMEOUT_MS,
    bodyMs: config.HTTP_BODY_TIMEOUT_MS,
    requestMs: config.HTTP_UPLOAD_TIMEOUT_MS,
    stallMs: config.HTTP_STALL_TIMEOUT_MS,
  };
}

function keyListener(logger: ServiceLogger, audit: AuditLog): KeyListener {
  return {
    changed: (changes) => audit.record({ event: 'keys changed', ...changes }),
    failed: (reason) => logger.error({ msg: 'the API keys cannot be read again, those from before count on', reason }),
  };
}

interface AppParts {
  readonly logger: ServiceLogger;
  readonly instance: string;
  readonly ring: KeyRing;
  readonly dialects: SpokenDialects;
  readonly paths: ServedPaths;
}

function createApp(options: ServiceOptions, { logger, instance, ring, dialects }: AppParts): Promise<NestFastifyApplication> {
  const module: DynamicModule = {
    module: ServiceModule,
    controllers: [healthMessagesOf(options.name)],
    imports: [
      MessagingModule.forRoot(options.transport.client, instance),
      TelemetryModule.forRoot(options.name, logger, options.hiddenMetrics),
      { module: DoorModule, global: true, providers: [{ provide: KeyRing, useValue: ring }], exports: [KeyRing] },
      options.module,
    ],
  };
  const adapter = httpAdapter(options.http.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES, dialects);
  // Nest's own start-up lines (every route, every module) are for a developer.
  const nestLogger = options.config.LOG_LEVEL === 'debug' ? logger : false;
  return NestFactory.create<NestFastifyApplication>(module, adapter, { logger: nestLogger, abortOnError: false, bodyParser: false });
}

function watchParts(app: NestFastifyApplication, { DOCMIND_DATA_DIR }: CommonConfig): void {
  const client = app.get(MessageClient);
  const health = app.get(HealthRegistry);
  health.add('disk', () => assertRoom(DOCMIND_DATA_DIR));
  health.add('messaging', () => {
    if (!client.isConnected()) throw new Error('the message bus is not connected');
  });
}

function listenFailure(thrown: unknown, { http, config, name }: ServiceOptions): unknown {
  const code = (thrown as { code?: string }).code;
  const where = `port ${http.port} of ${config.DOCMIND_HOST}`;
  if (code === 'EADDRINUSE')
    return new AppError(
      'FAILED_PRECONDITION',
      `${name} cannot start: ${where} is in use. Stop what uses it, or set ${http.portVariable} to another`,
    );
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return new AppError('FAILED_PRECONDITION', `${name} cannot bind ${where} (${code}): check DOCMIND_HOST and ${http.portVariable}`);
  return thrown;
}
