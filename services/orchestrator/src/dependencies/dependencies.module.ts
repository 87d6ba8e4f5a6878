import { Module } from '@nestjs/common';
import { DependencyWatch } from './dependency-watch.js';

@Module({ providers: [DependencyWatch] })
export class DependenciesModule {}
