import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

@Module({})
class DocsModule {}

export type ServeDocs = FastifyInstance['routing'];

/** Swagger's page with its own files. Swagger wants to add routes, which an open door no longer takes: so they lie on a door that never opens. */
export async function openDocs(title: string, document: object): Promise<ServeDocs> {
  const adapter = new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(DocsModule, adapter, { logger: false });
  SwaggerModule.setup('docs', app, document as OpenAPIObject, {
    customSiteTitle: title,
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    // Nothing is sent elsewhere.
    swaggerOptions: { validatorUrl: 'none' },
  });
  await app.init();
  const fastify = adapter.getInstance();
  await fastify.ready();
  return fastify.routing.bind(fastify);
}
