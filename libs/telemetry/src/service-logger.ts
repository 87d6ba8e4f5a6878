import type { LoggerService } from '@nestjs/common';
import { createLogger, format, type Logger as WinstonLogger, transports } from 'winston';
import { printable, printableStack } from './printable.policy.js';
import { redact } from './redact.policy.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** What other loggers (Python's, Loguru, Log4j) call them. */
const OTHER_NAMES: Readonly<Record<string, LogLevel>> = {
  critical: 'error',
  fatal: 'error',
  warning: 'warn',
  success: 'info',
  notice: 'info',
  verbose: 'debug',
  trace: 'debug',
};
/** A level by whatever name and in whatever case; anything else comes back as it was. */
export function logLevelNamed(name: unknown): unknown {
  if (typeof name !== 'string') return name;
  const lower = name.toLowerCase();
  return OTHER_NAMES[lower] ?? ((LOG_LEVELS as readonly string[]).includes(lower) ? lower : name);
}
export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface ServiceLoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** stderr by default: a command's own answer has stdout for itself. */
  readonly stream?: NodeJS.WritableStream;
}

/**
 * Nest's logger over winston. A line is `{msg: 'constant text', ...facts}`, `requestFacts` among them inside a request; secrets are taken out.
 * nest-winston isn't between them: it names the text `message` and drops facts given beside a stack.
 */
export class ServiceLogger implements LoggerService {
  private readonly winston: WinstonLogger;
  private readonly service: string;

  constructor({ service, level, format: shape, stream = process.stderr }: ServiceLoggerOptions) {
    this.service = service;
    this.winston = createLogger({
      level,
      format: format.printf(shape === 'json' ? json : pretty),
      transports: [new transports.Stream({ stream })],
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  /** Nest's own calls are (text, stack, context); ours are one object. */
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  private write(level: LogLevel, message: unknown, rest: unknown[]): void {
    if (!this.winston.isLevelEnabled(level)) return;
    const facts = {
      time: new Date().toISOString(),
      service: this.service,
      ...factsOf(message, rest),
    };
    this.winston.log({ level, message: '', ...(redact(facts) as object) });
  }
}

function factsOf(message: unknown, rest: unknown[]): object {
  const context = rest.length > 0 ? { context: rest.at(-1) } : {};
  const stack = rest.length > 1 ? { stack: rest[0] } : {};
  if (message instanceof Error) return { msg: message.message, stack: message.stack, ...context };
  if (typeof message === 'object' && message !== null) return message;
  return { msg: String(message), ...context, ...stack };
}

/** Without winston's own `message`, which would stand empty beside `msg`. */
function json({ time, level, service, msg, message: _message, ...facts }: Record<string, unknown>): string {
  return printable(JSON.stringify({ time, level, service, msg, ...facts }));
}

const COLOURS: Record<string, string> = { error: '\u001b[31m', warn: '\u001b[33m', info: '\u001b[32m', debug: '\u001b[90m' };

function pretty(info: Record<string, unknown>): string {
  const { time, level, service, msg, stack, message: _message, ...facts } = info as Record<string, string>;
  const colour = process.stderr.isTTY ? (COLOURS[level ?? ''] ?? '') : '';
  const rest = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const line = `${time?.slice(11, 23)} ${colour}${level}${colour && '\u001b[0m'} ${service}: ${printable([msg, ...rest].join(' '))}`;
  return stack ? `${line}\n${printableStack(String(stack))}` : line;
}
