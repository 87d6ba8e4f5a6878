// A disk as a power cut may leave it. What was synced is there; of what was not, any part is: whole writes, single sectors of them, none. Names that were
// given or taken since their folder was last synced are there up to some point in their order, as the journal of a file system keeps them.
import { dirname } from 'node:path';
import { Content } from './content.mjs';

const SHARES = [0, 0.5, 0.9, 1];
const FOLDER = Symbol('a folder');
const shareOf = (random) => SHARES[Math.floor(random() * SHARES.length)];

export class Disk {
  /** As those find them who look while there is power. */
  #names = new Map();
  #safeNames;
  /** By folder: what was done to its names and is not synced. */
  #pending = new Map();
  #inodes = new Map();
  #random;

  /** @param {Map<string, Buffer>} files what was there, and is safe @param random decides what a failed sync has written */
  constructor(random, files = new Map()) {
    this.#random = random;
    for (const [path, bytes] of files) {
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) this.#names.set(folder, FOLDER);
      this.#names.set(path, new Content(bytes));
    }
    this.#safeNames = new Map(this.#names);
  }

  apply(operation) {
    this.#does[operation.kind]?.(operation);
  }

  /** With nothing lost. @returns {Map<string, Buffer>} */
  whole() {
    return filesOf(this.#names, (content) => content.whole());
  }

  /** @returns {Map<string, Buffer>} what is there after a power cut now */
  cut(random) {
    const share = shareOf(random);
    const names = new Map(this.#safeNames);
    for (const changes of this.#pending.values()) {
      const reached = Math.floor(random() * (changes.length + 1));
      for (const change of changes.slice(0, reached)) change(names);
    }
    return filesOf(names, (content) => content.after(random, share));
  }

  #does = {
    open: ({ path, inode }) => this.#inodes.set(inode, this.#names.get(path)),
    create: ({ path, inode }) => {
      const content = new Content();
      this.#inodes.set(inode, content);
      this.#name(path, (names) => names.set(path, content));
    },
    write: ({ inode, offset, data }) => this.#inodes.get(inode)?.change({ offset, bytes: data }),
    truncate: ({ inode, offset }) => this.#inodes.get(inode)?.change({ offset }),
    sync: ({ inode }) => this.#inodes.get(inode)?.sync(),
    'sync-failed': ({ inode }) => this.#inodes.get(inode)?.fail(this.#random, shareOf(this.#random)),
    'sync-folder': ({ path }) => this.#syncFolder(path || '.'),
    'make-folder': ({ path }) => this.#name(path, (names) => names.set(path, FOLDER)),
    'remove-folder': ({ path }) => this.#name(path, (names) => names.delete(path)),
    unlink: ({ path }) => this.#name(path, (names) => names.delete(path)),
    rename: ({ path, to }) =>
      this.#name(to, (names) => {
        const moved = names.get(path);
        names.delete(path);
        if (moved) names.set(to, moved);
      }),
  };

  #name(path, change) {
    change(this.#names);
    const folder = dirname(path);
    if (!this.#pending.has(folder)) this.#pending.set(folder, []);
    this.#pending.get(folder).push(change);
  }

  #syncFolder(folder) {
    for (const change of this.#pending.get(folder) ?? []) change(this.#safeNames);
    this.#pending.delete(folder);
  }
}

/** A file whose folder is not there is not there either. */
function filesOf(names, bytesOf) {
  const isThere = (folder) => folder === '.' || (names.has(folder) && isThere(dirname(folder)));
  const files = [...names].filter(([path, content]) => content !== FOLDER && isThere(dirname(path)));
  return new Map(files.map(([path, content]) => [path, bytesOf(content)]));
}
