// The import rules of docs/architecture.md. Each is proved by a deliberate violation in test/boundaries.
const ADAPTERS = '/(engines|embedders|stores|repositories|reading|collectors|checkpoints)/';
const TESTS = '([.](spec|contract|fixture)[.]ts$|^test/|^libs/testing/)';
const npm = (names) => `(^|/)node_modules/(${names})(/|$)`;

const NATS = '@nats-io';
const DRIVERS =
  'better-sqlite3|typeorm|ioredis|sqlite-vec|@qdrant|@langchain/langgraph-checkpoint-sqlite|@langchain/langgraph-checkpoint-postgres|pg';
const VENDORS = 'node-llama-cpp|@node-llama-cpp|onnxruntime-node|@huggingface|openai|undici';
const FRAMEWORKS = `@nestjs|rxjs|reflect-metadata|fastify|@fastify|@langchain|prom-client|winston|cockatiel|unpdf|${NATS}|${DRIVERS}|${VENDORS}`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'services-stay-apart',
      comment: 'Services reach each other by messages. Only the embedded host (services/stack) starts them in its own process.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/stack/' },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
    },
    {
      name: 'libs-know-no-service',
      comment: 'A library that knows a service cannot serve the others.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'contracts-import-zod-only',
      comment: 'What crosses a wire must be readable by any client.',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: TESTS },
      to: { pathNot: ['^libs/contracts/src/', npm('zod')] },
    },
    {
      name: 'cross-project-through-the-index',
      comment: 'Another project is imported by its package name, which leads to its index.ts and nowhere deeper.',
      severity: 'error',
      from: { path: '^(libs|services)/([^/]+)/' },
      to: { path: '^(libs|services)/([^/]+)/', pathNot: ['^$1/$2/', '^(libs|services)/[^/]+/(src|dist)/index[.](ts|js)$'] },
    },
    {
      name: 'cross-project-by-package-name',
      comment: 'A relative path into another project works in this checkout only, not in an image that holds one service.',
      severity: 'error',
      from: { path: '^(libs|services)/([^/]+)/' },
      to: { path: '^(libs|services)/([^/]+)/', pathNot: '^$1/$2/', dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'policies-import-no-framework',
      comment: 'A policy is a pure decision: testable without Nest, a server or a driver.',
      severity: 'error',
      from: { path: '[.]policy[.]ts$' },
      to: { path: npm(FRAMEWORKS) },
    },
    {
      name: 'policies-do-no-io',
      comment: 'A policy is told what it decides on.',
      severity: 'error',
      from: { path: '[.]policy[.]ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|path|url|buffer|util)$' },
    },
    {
      name: 'controllers-import-no-adapter',
      comment: 'A controller delegates to a service; which adapter works below is the module’s business.',
      severity: 'error',
      from: { path: '[.]controller[.]ts$' },
      to: { path: `^services/.+${ADAPTERS}` },
    },
    {
      name: 'only-modules-import-adapters',
      comment: 'Rules depend on ports. Adapters of one folder may share code.',
      severity: 'error',
      from: { path: '^services/', pathNot: ['[.]module[.]ts$', '[.]controller[.]ts$', `^services/.+${ADAPTERS}`, TESTS] },
      to: { path: `^services/.+${ADAPTERS}` },
    },
    {
      name: 'nats-only-in-messaging',
      comment: 'One place knows how a message travels, so the embedded shape can do without it.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: ['^libs/messaging/src/nats/', TESTS] },
      to: { path: npm(NATS) },
    },
    {
      name: 'drivers-only-in-stores-and-repositories',
      comment:
        'Rules and controllers must not depend on where data lives. Modules may hand a connection to Nest, and who starts a stack locks its folder.',
      severity: 'error',
      from: {
        path: '^(libs|services)/',
        pathNot: [
          '/(stores|repositories|checkpoints)/',
          '[.]module[.]ts$',
          '^libs/sqlite/',
          '^services/stack/src/hosts/held-stack[.]ts$',
          TESTS,
        ],
      },
      to: { path: [npm(`${DRIVERS}|@nestjs/typeorm`), '^libs/sqlite/'] },
    },
    {
      name: 'sqlite-opened-in-one-place',
      comment: 'Whoever opens a file by himself misses the guard, the key, or what becomes of a damaged one.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: ['^libs/sqlite/', TESTS] },
      to: { path: npm('better-sqlite3') },
    },
    {
      name: 'vendor-sdks-only-in-engines',
      comment: 'A vendor’s names stop at its adapter; readers are those of file formats.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: ['/(engines|embedders)/', '^libs/models/src/readers/', TESTS] },
      to: { path: npm(VENDORS) },
    },
    {
      name: 'loaded-on-demand',
      comment: 'What a service needs seldom, or with some settings only, comes with a large package that its start should not wait for.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: TESTS },
      to: {
        path: ['/(docs-app|mcp-door|postgres-checkpoint[.]store|otlp-tracing)[.]ts$', npm('ioredis|@qdrant|@huggingface/gguf')],
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'mcp-sdk-only-in-its-door',
      comment: 'Whatever else the start imports would load it.',
      severity: 'error',
      from: { path: '^services/orchestrator/', pathNot: ['/mcp-door[.]ts$', TESTS] },
      to: { path: npm('@modelcontextprotocol'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'opentelemetry-only-in-tracing',
      comment: 'Whoever does not ask for traces loads nothing of it; work is told as spans of libs/messaging.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: ['^libs/telemetry/src/tracing/', TESTS] },
      to: { path: npm('@opentelemetry') },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^(libs|services)/' }, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that starts nothing is dead code.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(libs|services)/[^/]+/src/',
        pathNot: ['[.](spec|contract)[.]ts$', '[.]d[.]ts$', '/(index|main|cli)[.]ts$', '[.-](worker|child|process)[.](mjs|ts)$'],
      },
      to: {},
    },
    {
      name: 'production-imports-no-tests',
      comment: 'An image holds no tests.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'no-unresolvable',
      comment: 'Also what a package’s exports keep private, such as a path below @docmind/contracts.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: '^services/inference/llama/' },
      to: { couldNotResolve: true, pathNot: '^(node:sqlite|node-llama-cpp)$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    exclude: { path: ['(^|/)dist/', '^services/inference/llama/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
