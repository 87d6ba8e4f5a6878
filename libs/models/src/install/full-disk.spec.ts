import { readdirSync, readFileSync } from 'node:fs';
import { describeWithSmallDisk } from '@docmind/testing';
import { expect, it } from 'vitest';
import { hub, repository, SMOLLM2 } from './add-model.fixture.js';
import { addModel } from './add-model.js';
import { openModelStore } from '../store/own-catalogue.js';

describeWithSmallDisk((smallDisk) => {
  it('is noticed before anything is fetched where the size is known', async () => {
    const dir = smallDisk(2);
    await expect(addModel({ id: 'mine', from: SMOLLM2, store: openModelStore(dir) })).rejects.toThrow(
      /the disk has \d+ bytes free, 98362432 are needed/,
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is named when it fills up on the way, and is empty again afterwards', async () => {
    const dir = smallDisk(2);
    const hubUrl = await hub(repository({ 'tiny.gguf': readFileSync(SMOLLM2) }));
    const adding = addModel({ id: 'mine', from: 'hub:owner/name:tiny.gguf', store: openModelStore(dir), settings: { hubUrl } });
    await expect(adding).rejects.toThrow('mine was not added: the disk is full');
    expect(readdirSync(dir)).toEqual([]);
  });
});
