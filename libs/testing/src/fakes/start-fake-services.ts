import { RpcErrorFilter } from '@docmind/errors';
import { MessageClient, type MessageServer, type MessageTransport } from '@docmind/messaging';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FakeCacheController } from './fake-cache.controller.js';
import { FakeHealthController } from './fake-health.controller.js';
import { FakeInferenceController } from './fake-inference.controller.js';
import { FakeMetricsController } from './fake-metrics.controller.js';
import { FakeOriginalsController } from './fake-originals.controller.js';
import { FakePersistenceController } from './fake-persistence.controller.js';
import { FakeSessionsController } from './fake-sessions.controller.js';
import { FakeUploadsController } from './fake-uploads.controller.js';
import { FakeServices } from './fake-services.js';

/** Starts the fakes as one service on the transport; the function returned stops them. */
export async function startFakeServices(fakes: FakeServices, transport: MessageTransport): Promise<() => Promise<void>> {
  @Module({
    controllers: [
      FakeHealthController,
      FakeInferenceController,
      FakeCacheController,
      FakeMetricsController,
      FakeOriginalsController,
      FakePersistenceController,
      FakeSessionsController,
      FakeUploadsController,
    ],
    providers: [
      { provide: FakeServices, useValue: fakes },
      { provide: MessageClient, useValue: transport.client },
    ],
  })
  class FakeServicesModule {}
  const logger = { error: () => undefined, warn: () => undefined, debug: () => undefined };
  const strategy: MessageServer = transport.createServer({ service: 'fakes', instance: 'fakes', logger });
  const app = await NestFactory.createMicroservice(FakeServicesModule, { strategy, logger: false, abortOnError: false });
  // As every service has it: without it the framework turns a fake's own error into one without a code.
  app.useGlobalFilters(new RpcErrorFilter());
  await app.listen();
  return () => app.close();
}
