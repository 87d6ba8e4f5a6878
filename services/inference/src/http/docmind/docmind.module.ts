import { Module } from '@nestjs/common';
import { BackendsModule } from '../../backends/backends.module.js';
import { BackendsController } from './backends.controller.js';

@Module({ imports: [BackendsModule], controllers: [BackendsController] })
export class DocmindModule {}
