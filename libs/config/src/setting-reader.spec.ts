import { AppError } from '@docmind/errors';
import { expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { faultsOf } from './setting-reader.js';

it('says at once what each reader refuses, by the name of its setting or by those it names itself', async () => {
  const refuse = (thrown: Error) => () => {
    throw thrown;
  };
  const faults = await faultsOf({}, [
    { variable: 'A', read: refuse(new AppError('FAILED_PRECONDITION', 'A is not there')) },
    { variable: 'B', read: () => 'read' },
    { variable: 'C', read: async () => Promise.reject(new AppError('NOT_FOUND', 'is unknown')) },
    { variable: 'D', read: refuse(new ConfigError([{ variable: 'E', problem: 'does not fit D' }])) },
  ]);
  expect(faults).toEqual([
    { variable: 'A', problem: 'is not there' },
    { variable: 'C', problem: 'is unknown' },
    { variable: 'E', problem: 'does not fit D' },
  ]);
});

it('lets through what is no fault of the settings', async () => {
  const read = () => {
    throw new TypeError('a bug');
  };
  await expect(faultsOf({}, [{ variable: 'A', read }])).rejects.toThrow('a bug');
});
