import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { RpcErrorFilter } from './rpc-error.filter.js';

it('lets whatever a handler throws leave as an AppError', async () => {
  const leaving = firstValueFrom(new RpcErrorFilter().catch(new Error('token=secret at /srv/app'), {} as never));
  await expect(leaving).rejects.toMatchObject({ name: 'AppError', code: 'INTERNAL' });
});
