import { Caller, CallerPermit, type KeyHolder, KeyRing, type Permit, ZodPipe } from '@docmind/bootstrap';
import { type KeyChange, keyChangeSchema, type KeyList, type MadeKey, type NewKey, newKeySchema } from '@docmind/contracts';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';

/** Keys for others, by operators. A key is in one reply and nowhere else; the audit log has its id. */
@Controller('keys')
export class KeysController {
  constructor(private readonly ring: KeyRing) {}

  @Get()
  list(@Caller() operator: KeyHolder): KeyList {
    return this.ring.list(operator);
  }

  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  create(@Body(new ZodPipe(newKeySchema)) wanted: NewKey, @Caller() operator: KeyHolder, @CallerPermit() permit: Permit): MadeKey {
    const made = this.ring.add(operator, wanted);
    permit.note({ key: made.entry.id });
    return made;
  }

  @Post(':id/rotation')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  rotate(
    @Param('id') id: string,
    @Body(new ZodPipe(keyChangeSchema)) change: KeyChange,
    @Caller() operator: KeyHolder,
    @CallerPermit() permit: Permit,
  ): MadeKey {
    const made = this.ring.rotate(operator, id, change);
    permit.note({ key: made.entry.id, inPlaceOf: id });
    return made;
  }

  @Delete(':id')
  @HttpCode(204)
  revoke(@Param('id') id: string, @Caller() operator: KeyHolder, @CallerPermit() permit: Permit): void {
    this.ring.revoke(operator, id);
    permit.note({ key: id });
  }
}
