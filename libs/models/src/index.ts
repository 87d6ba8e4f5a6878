export type { ModelEntry, ModelFile, ModelSourceEntry } from './catalogue.schema.js';
export { ModelCatalogue } from './model-catalogue.js';
export { type ModelListing, type ModelPath, ModelStore, type ModelStoreOptions, pullCommand } from './model-store.js';
export { pullModel, type PullOptions, type PullResult } from './pull-model.js';
export type { OnPullProgress, PullProgress } from './pull-progress.js';
export { describeModel, type ModelDescription } from './readers/describe-model.js';
export { sha256File } from './sha256-file.js';
export { DEFAULT_SOURCE_SETTINGS, type SourceSettings } from './sources/source-settings.js';
