import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setUp, SMOLLM2 } from './add-model.fixture.js';
import { pullModel } from './pull-model.js';
import { removeModel } from './remove-model.js';

describe('removeModel', () => {
  it('takes the files and the entry of an added model', async () => {
    const { add, store, path } = setUp();
    await add(SMOLLM2);
    await removeModel({ id: 'mine', store: store() });
    expect(readdirSync(path())).toEqual(['catalogue.yaml']);
    expect(store().catalogue.has('mine')).toBe(false);
  });

  it('takes the files of a known model, which stays known', async () => {
    const { store, path } = setUp();
    await pullModel({ model: 'smollm2-135m-instruct', store: store(), from: SMOLLM2 });
    await removeModel({ id: 'smollm2-135m-instruct', store: store() });
    expect(existsSync(path('smollm2-135m-instruct'))).toBe(false);
    expect(store().list()[0]).toMatchObject({ installed: false });
    await expect(removeModel({ id: 'smollm2-135m-instruct', store: store() })).rejects.toThrow(
      'is not installed, so there is nothing to remove',
    );
  });

  it.each(['../models', '.', '', 'a/../..', 'catalogue.yaml/..'])('does not touch %j', async (id) => {
    const { add, store, path } = setUp();
    await add(SMOLLM2);
    await expect(removeModel({ id, store: store() })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(existsSync(path('mine/model.gguf'))).toBe(true);
  });

  it('knows no model of that name', async () => {
    await expect(removeModel({ id: 'other', store: setUp().store() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('waits for no pull that runs', async () => {
    const { add, store, path } = setUp();
    await add(SMOLLM2);
    writeFileSync(path('mine/.pull.lock'), String(process.ppid));
    await expect(removeModel({ id: 'mine', store: store() })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(existsSync(path('mine/model.gguf'))).toBe(true);
  });
});
