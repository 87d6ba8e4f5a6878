#!/usr/bin/env node
import { ConfigError, loadDotEnv } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { CommanderError } from 'commander';
import { createProgram } from './program.js';

// `docmind models list | head -3`: a reader that has seen enough is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  loadDotEnv();
  await createProgram().parseAsync();
} catch (thrown) {
  process.exitCode = thrown instanceof CommanderError ? thrown.exitCode : 1;
  if (thrown instanceof AppError || thrown instanceof ConfigError) process.stderr.write(`${thrown.message}\n`);
  else if (!(thrown instanceof CommanderError))
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
}
