import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { PersistenceConfig } from './config/config.js';
import { CareModule } from './care.module.js';
import { DatabaseCare } from './care/database-care.port.js';

export async function withDatabaseCare<Result>(config: PersistenceConfig, work: (care: DatabaseCare) => Promise<Result>): Promise<Result> {
  const context = await NestFactory.createApplicationContext(CareModule.forRoot(config), { logger: false, abortOnError: false });
  try {
    return await work(context.get(DatabaseCare));
  } finally {
    await context.close();
  }
}
