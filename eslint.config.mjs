// Only rules that catch a fault or hold a house limit; layout is Prettier's.
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const envRules = {
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'Read settings through loadConfig of @docmind/config and inject the typed object.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
      message: 'Read settings through loadConfig of @docmind/config and inject the typed object.',
    },
  ],
};

const sizeRules = {
  'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  // A switch counts once: an exhaustive one over a union is a table, not a maze.
  complexity: ['error', { max: 8, variant: 'modified' }],
  'max-params': ['error', 5],
};

const plainRules = {
  eqeqeq: ['error', 'always'],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-debugger': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-async-promise-executor': 'error',
  'no-self-compare': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
};

/** A caller's text must not take more than linear time: no pattern whose parts can match the same text twice, or that starts anew everywhere in a run. */
const linearRules = {
  'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
  'regexp/no-super-linear-move': ['error', { report: 'potential' }],
};

const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
};

export default tseslint.config(
  {
    ignores: ['**/node_modules/**', '**/dist/**', 'coverage/**', '.nx/**', '.docmind/**', 'test/*/fixtures/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...plainRules, ...typedRules, ...envRules, ...sizeRules },
  },
  {
    // The page: another compiler's settings, and components, whose functions are mostly markup.
    files: ['apps/console/**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: ['./apps/console/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...plainRules, ...typedRules, ...sizeRules },
  },
  {
    // A component's conditions are what is shown and what isn't.
    files: ['apps/console/**/*.tsx'],
    rules: {
      complexity: ['error', { max: 16, variant: 'modified' }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['libs/config/src/**/*.ts'], rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' } },
  {
    // A specification is a list of cases: its length is no sign of a class that does too much. Tests start processes with an environment.
    files: ['**/*.spec.ts', '**/*.contract.ts', 'test/**/*.ts', 'libs/testing/**/*.ts', 'vitest.config.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    rules: { ...plainRules, 'max-lines': sizeRules['max-lines'], complexity: sizeRules.complexity },
  },
  {
    // Tests, scripts and benchmarks read their own texts.
    files: ['libs/**/*.{ts,mjs}', 'services/**/*.{ts,mjs}', 'apps/**/*.{ts,tsx}'],
    ignores: ['**/*.{spec,contract,fixture}.ts', 'libs/testing/**'],
    plugins: { regexp },
    rules: linearRules,
  },
  // Worker and child-process entries are production code in plain JavaScript.
  { files: ['services/**/*.mjs', 'libs/**/*.mjs'], ignores: ['**/install.mjs'], rules: { ...envRules, ...sizeRules } },
);
