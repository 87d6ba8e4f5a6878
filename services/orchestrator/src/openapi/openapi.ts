import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { OPERATIONS, errorSchema, jsonSchemaOf } from './schemas.js';

type Operation = Record<string, unknown>;

/** Paths come from Nest's own routes, bodies and replies from the zod schemas that validate them. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('DocMind Stack')
    .setDescription('Answers about your own documents, from this machine')
    .setVersion('0.1.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, about);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) describe(`${method} ${path}`, operation);
  }
  return document;
}

function describe(key: string, operation: Operation): void {
  const described = OPERATIONS[key];
  if (described === undefined) return;
  operation.summary = described.summary;
  const content = (schema: Record<string, unknown>): Operation => ({ 'application/json': { schema } });
  if (described.body) operation.requestBody = { required: true, content: content(jsonSchemaOf(described.body, 'input')) };
  if (described.multipart) operation.requestBody = { required: true, content: MULTIPART };
  const ok = { description: 'Done', ...(described.reply ? { content: content(jsonSchemaOf(described.reply, 'output')) } : {}) };
  const failed = { description: 'What is wrong and what would be right', content: content(jsonSchemaOf(errorSchema, 'output')) };
  const created = described.multipart || key === 'post /sessions';
  operation.responses = { '200': ok, ...(created ? { '201': ok } : {}), '4XX': failed, '5XX': failed };
}

const MULTIPART = {
  'multipart/form-data': {
    schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
  },
};

/** Swagger UI from the package's own files: nothing is loaded from elsewhere. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    customSiteTitle: 'DocMind API',
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
  });
}
