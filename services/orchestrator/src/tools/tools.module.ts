import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { SearchDocumentsTool } from './search-documents.tool.js';
import { ToolRegistry } from './tool-registry.js';
import { ToolRunner } from './tool-runner.js';
import { type AnyTool, TOOLS } from './tool.port.js';

@Module({
  imports: [SearchModule],
  providers: [
    SearchDocumentsTool,
    { provide: TOOLS, inject: [SearchDocumentsTool], useFactory: (...tools: AnyTool[]) => tools },
    ToolRegistry,
    ToolRunner,
  ],
  exports: [ToolRunner],
})
export class ToolsModule {}
