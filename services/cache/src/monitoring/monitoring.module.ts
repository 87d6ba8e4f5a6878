import { Module } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { CacheMonitor } from './cache-monitor.js';
import { Clock, SystemClock } from './clock.js';
import { Circuits } from './part-circuit.js';
import { RepeatedQuestions } from './repeated-questions.js';

/** What every room tells of itself, the time, and how servers elsewhere are asked. */
@Module({
  providers: [
    CacheMonitor,
    RepeatedQuestions,
    { provide: Clock, useClass: SystemClock },
    {
      provide: Circuits,
      inject: [CacheMonitor, CACHE_CONFIG],
      useFactory: (monitor: CacheMonitor, config: CacheConfig) => new Circuits(monitor, config.CACHE_STORE_TIMEOUT_MS),
    },
  ],
  exports: [CacheMonitor, RepeatedQuestions, Clock, Circuits],
})
export class MonitoringModule {}
