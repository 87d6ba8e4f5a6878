import { Module } from '@nestjs/common';
import { CollectionModule } from '../collection/collection.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { QueryModule } from '../query/query.module.js';
import { SearchModule } from '../search/search.module.js';
import { DocumentReader } from './document-reader.js';
import { DocumentTools } from './document.tools.js';
import { McpResources } from './mcp-resources.js';
import { McpToolbox } from './mcp-toolbox.js';
import { McpController } from './mcp.controller.js';
import { QuestionTools } from './question.tools.js';

@Module({
  imports: [CollectionModule, DocumentsModule, QueryModule, SearchModule],
  controllers: [McpController],
  providers: [DocumentReader, DocumentTools, McpResources, McpToolbox, QuestionTools],
})
export class McpModule {}
