import { InvalidArgumentError, Option } from 'commander';

export const DATA_DIR = ['--data-dir <folder>', 'where models, documents and caches are kept (default: .docmind)'] as const;
export const URL_OPTION = [
  '--url <address>',
  'the running stack (default: where DOCMIND_HOST and ORCHESTRATOR_PORT say)',
  httpAddress,
] as const;
export const keyOption = () => new Option('--key <key>', 'an API key, where the stack asks for one').env('DOCMIND_API_KEY');

/** @throws InvalidArgumentError, which commander puts behind the option's name */
export function httpAddress(given: string): string {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given.endsWith('/') ? given.slice(0, -1) : given;
  throw new InvalidArgumentError('An address is right, such as http://127.0.0.1:8080.');
}
