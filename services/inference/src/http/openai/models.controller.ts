import { Speaks } from '@docmind/bootstrap';
import type { OpenAiModel, OpenAiModelList } from '@docmind/contracts';
import { openAiModel } from '@docmind/openai-wire';
import { Controller, Get, Param } from '@nestjs/common';
import { BackendManager } from '../../backends/backend-manager.js';

const STARTED = Math.floor(Date.now() / 1_000);

@Speaks('openai')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly backends: BackendManager) {}

  @Get()
  async list(): Promise<OpenAiModelList> {
    const models = await this.backends.models();
    return { object: 'list', data: models.map((model) => openAiModel(model, STARTED)) };
  }

  /** A name may hold slashes, as the hub's do. */
  @Get('*')
  async get(@Param('*') id: string): Promise<OpenAiModel> {
    return openAiModel(await this.backends.model(id), STARTED);
  }
}
