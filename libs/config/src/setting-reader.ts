import { AppError } from '@docmind/errors';
import { ConfigError, type ConfigFault } from './config-error.js';

/**
 * What a schema can't know of a setting: whether the file it names can be used, whether it fits the others. It is the very function that
 * the service's start calls, so a check beforehand finds what the start would find.
 */
export interface SettingReader<Config> {
  /** The setting at fault when `read` throws an AppError; a ConfigError names its own. */
  readonly variable: string;
  readonly read: (config: Config) => unknown;
}

/** What each reader refuses, all at once. @throws whatever is no fault of the settings */
export async function faultsOf<Config>(config: Config, readers: readonly SettingReader<Config>[]): Promise<ConfigFault[]> {
  const faults: ConfigFault[] = [];
  for (const { variable, read } of readers) {
    try {
      await read(config);
    } catch (thrown) {
      if (thrown instanceof ConfigError) faults.push(...thrown.faults);
      else if (thrown instanceof AppError) faults.push({ variable, problem: withoutName(variable, thrown.message) });
      else throw thrown;
    }
  }
  return faults;
}

/** Where a message is read elsewhere, too, and so begins with the name. */
function withoutName(variable: string, message: string): string {
  return message.startsWith(`${variable} `) ? message.slice(variable.length + 1) : message;
}
