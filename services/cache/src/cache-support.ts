import { Injectable } from '@nestjs/common';
import { CacheMonitor } from './cache-monitor.js';
import { Clock } from './clock.js';

/** What every part that keeps answers needs beside its stores: whom to tell of faults, and the time. */
@Injectable()
export class CacheSupport {
  constructor(
    readonly monitor: CacheMonitor,
    readonly clock: Clock,
  ) {}
}
