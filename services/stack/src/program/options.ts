import { Option } from 'commander';

export const DATA_DIR = ['--data-dir <folder>', 'where models, documents and caches are kept (default: .docmind)'] as const;
export const URL_OPTION = ['--url <address>', 'the running stack (default: where DOCMIND_HOST and ORCHESTRATOR_PORT say)'] as const;
export const keyOption = () => new Option('--key <key>', 'an API key, where the stack asks for one').env('DOCMIND_API_KEY');
