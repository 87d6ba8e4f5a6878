import { Module } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { loadCalibration } from './calibration-file.js';

/** Injection token of the calibration of the embedder in use; undefined where there is none. */
export const CALIBRATION = Symbol('CALIBRATION');

/** The decision whether a question in other words has the same answer is pure; what it reads is the calibration. */
@Module({
  providers: [
    { provide: CALIBRATION, inject: [CACHE_CONFIG], useFactory: ({ EMBEDDER_MODEL }: CacheConfig) => loadCalibration(EMBEDDER_MODEL) },
  ],
  exports: [CALIBRATION],
})
export class LikenessModule {}
