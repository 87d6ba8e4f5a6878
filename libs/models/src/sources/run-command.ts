import { execFile } from 'node:child_process';
import { AppError } from '@docmind/errors';

export interface CommandOptions {
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What to install when the command isn't there. */
  readonly missingHint: string;
}

const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/** Runs a program without a shell. @throws AppError with the last lines the program wrote, or what to install when it is missing */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const { cwd, signal, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd, signal, timeout: timeoutMs, maxBuffer: MAX_OUTPUT_BYTES }, (failure, stdout, stderr) => {
      if (!failure) resolve();
      else reject(signal.aborted ? failure : toError(command, failure, `${stdout}\n${stderr}`, options));
    });
  });
}

function toError(
  command: string,
  failure: Error & { code?: unknown; killed?: boolean },
  output: string,
  options: CommandOptions,
): AppError {
  if (failure.code === 'ENOENT') {
    return new AppError('FAILED_PRECONDITION', `${command} is not on PATH; ${options.missingHint}`, { cause: failure });
  }
  if (failure.killed) {
    return new AppError('DEADLINE_EXCEEDED', `${command} did not finish within ${Math.round(options.timeoutMs / 1000)} s`, {
      cause: failure,
    });
  }
  return new AppError('UNAVAILABLE', `${command} failed: ${lastErrors(output)}`, { cause: failure });
}

/** The lines that name the fault; pip and Maven mark them with ERROR. Credentials inside a URL are left out. */
function lastErrors(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /[A-Za-z]/.test(line.replace(/^\[?ERROR[\]:]?/, '')));
  const marked = lines.filter((line) => line.includes('ERROR'));
  const telling = marked.length > 0 ? marked.slice(0, 2) : lines.slice(-2);
  const text = telling.map((line) => line.replace(/^\[?ERROR[\]:]?\s*/, '')).join(' ');
  return (text || 'it wrote no reason').replace(/\/\/[^/\s@]+@/g, '//').slice(0, 400);
}
