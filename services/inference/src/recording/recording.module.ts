import { Module } from '@nestjs/common';
import { GenerationRecorder } from './generation-recorder.js';
import { PerformancePublisher } from './performance-publisher.js';

@Module({ providers: [PerformancePublisher, GenerationRecorder], exports: [GenerationRecorder] })
export class RecordingModule {}
