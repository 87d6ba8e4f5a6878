import { Injectable } from '@nestjs/common';
import { CacheMonitor } from './cache-monitor.js';
import { Clock } from './clock.js';
import { Circuits } from './part-circuit.js';

/** What every part that keeps answers needs beside its stores: whom to tell of faults, the time, and how stores elsewhere are asked. */
@Injectable()
export class CacheSupport {
  constructor(
    readonly monitor: CacheMonitor,
    readonly clock: Clock,
    readonly circuits: Circuits,
  ) {}
}
