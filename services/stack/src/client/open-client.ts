import { questionDoor } from '../settings/client-settings.js';
import { DataClient } from './data-client.js';
import { DocmindClient } from './docmind-client.js';

/** A running stack, as a command was told to reach it; without that, as the settings say. */
export interface StackOptions {
  readonly url?: string;
  readonly key?: string;
}

export function openClient({ url, key }: StackOptions): DocmindClient {
  return new DocmindClient(url ?? questionDoor(), key);
}

export function openDataClient({ url, key }: StackOptions): DataClient {
  return new DataClient(url ?? questionDoor(), key);
}
