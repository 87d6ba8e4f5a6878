import { Speaks } from '@docmind/bootstrap';
import { openAiModel } from '@docmind/openai-wire';
import { Controller, Get, Param } from '@nestjs/common';
import { BackendManager } from '../../backends/backend-manager.js';

const STARTED = Math.floor(Date.now() / 1_000);

@Speaks('openai')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly backends: BackendManager) {}

  @Get()
  async list(): Promise<object> {
    const models = await this.backends.models();
    return { object: 'list', data: models.map((model) => openAiModel(model, STARTED)) };
  }

  /** A name may hold slashes, as the hub's do. */
  @Get('*')
  async get(@Param('*') id: string): Promise<object> {
    return openAiModel(await this.backends.model(id), STARTED);
  }
}
